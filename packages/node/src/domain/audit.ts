/**
 * What the escrow program says of an audit and will say for ever. Everything else may pass: a slot comes, a window ends,
 * a provider catches up, somebody else did the same; and if it does not pass, the deadline ends the job.
 */
const FOR_GOOD: ReadonlySet<string> = new Set([
  'NotAnExactJob',
  'DeadlinePassed',
  'WrongExactTerms',
  'NotAStepKey',
  'BatchesOutOfRange',
  'TooManySegments',
  'NotAFieldElement',
  'WrongAudit',
  'SlotMissedTwice',
  'AuditOutOfRange',
  'WrongVerifyingKey',
  'AuditProofInvalid',
]);

/** Whether the same transaction can never succeed, by the program's error. */
export function isRefusedForGood(programError: string | undefined): boolean {
  return programError !== undefined && FOR_GOOD.has(programError);
}

export function isAuditProven(proven: bigint, index: number): boolean {
  return ((proven >> BigInt(index)) & 1n) === 1n;
}

/** Indexes of the audits that are still to prove. */
export function auditsLeft({
  audits,
  proven,
}: {
  readonly audits: number;
  readonly proven: bigint;
}): number[] {
  return Array.from({ length: audits }, (_, index) => index).filter((index) => !isAuditProven(proven, index));
}

import { auditedSegment, exactOrderOf, fromHex } from '@cyxwiz/protocol';
import { auditsLeft, isAuditProven } from '../domain/audit.ts';
import { NodeError } from '../domain/errors.ts';
import { advance, withTransaction } from '../domain/job-machine.ts';
import type { JobAudit } from '../ports/chain.ts';
import { type AuditWork, readAudit, sendForAudit, tellAudit } from './audit-account.ts';
import { commitSteps } from './commit-steps.ts';
import { retry } from './retry.ts';

const PROVER_ATTEMPTS = 3;
/** Looks at a chain that does not show yet what it has confirmed, before it is proven once more. */
const LOOKS = 5;

/**
 * Proves every audit that nobody has proven yet, as many at once as the prover takes, each in a transaction of its own.
 * @throws NodeError STEPS_FAILED, AUDIT_REFUSED
 */
export async function proveAudits(work: AuditWork): Promise<void> {
  const { job, ports, settings, signal } = work;
  let sent = 0n;
  for (let looks = 0; ; ) {
    signal.throwIfAborted();
    const audit = await readAudit(work);
    const left = auditsLeft(audit);
    tell(work, audit, '');
    if (left.length === 0) break;
    if (left.every((index) => isAuditProven(sent, index)) && looks < LOOKS) {
      looks += 1;
      await ports.clock.sleep(settings.pollMs, signal);
      continue;
    }
    await proveAll(work, audit, left);
    sent = left.reduce((proven, index) => proven | (1n << BigInt(index)), sent);
    looks = 0;
  }
  // The data of the client lie there, too.
  await job.steps?.forget();
  job.steps = null;
  await job.update((record) => advance(record, 'audited'));
}

/** When one fails for good, the others are stopped: the job is lost. */
async function proveAll(work: AuditWork, audit: JobAudit, left: readonly number[]): Promise<void> {
  // Two audits may ask for the same segment, and the same proof answers both.
  const wanted = new Map<number, number[]>();
  for (const index of left) {
    const segment = auditedSegment(audit.challenge, index, audit.segments);
    wanted.set(segment, [...(wanted.get(segment) ?? []), index]);
  }
  await commitSteps(work);
  const stop = new AbortController();
  const signal = AbortSignal.any([work.signal, stop.signal]);
  let { proven } = audit;
  const onProven = (index: number, transaction: string) => {
    proven |= 1n << BigInt(index);
    tell(work, { ...audit, proven }, transaction);
  };
  const proving = [...wanted].map(([segment, indexes]) =>
    proveSegment({ ...work, signal }, audit.challenge, segment, indexes, onProven).catch((error: unknown) => {
      stop.abort(error);
    }),
  );
  await Promise.all(proving);
  signal.throwIfAborted();
}

/** Makes the proof of a segment and sends it for each audit that asks for it. */
async function proveSegment(
  work: AuditWork,
  challenge: Uint8Array,
  segment: number,
  indexes: readonly number[],
  onProven: (index: number, transaction: string) => void,
): Promise<void> {
  const { job, ports, settings, signal } = work;
  const { chain, clock, log } = ports;
  const { accepted } = job.record;
  const order = exactOrderOf(job.spec);
  if (order === undefined || accepted === null) throw new NodeError('INTERNAL', 'this job has no audits');
  const at = { segment, binding: fromHex(accepted.binding, 32), challenge };
  const options = {
    ...{ clock, log, what: `proving segment ${segment}`, firstMs: settings.retryMs, signal },
    attempts: PROVER_ATTEMPTS,
  };
  const { proof, millis } = await retry(options, async () => (await commitSteps(work)).prove(at, signal));
  for (const index of indexes) {
    const transaction = await sendForAudit(
      work,
      `the proof of audit ${index}`,
      () => chain.proveAudit(job.address, index, proof, order),
      ({ proven }) => isAuditProven(proven, index),
    );
    await job.update((record) => withTransaction(record, transaction));
    log.info({ job: job.address, index, segment, transaction, millis }, 'an audit is proven');
    onProven(index, transaction);
  }
}

function tell({ job }: AuditWork, audit: JobAudit, transaction: string): void {
  const done = audit.audits - auditsLeft(audit).length;
  tellAudit(job, { stage: 'PROVEN', done, of: audit.audits, transaction });
}

import { segmentStatement } from '@cyxwiz/engine';
import {
  auditAddress,
  type ExactOrder,
  fieldToBytes,
  jobEscrow,
  type ProgramEvent,
  toHex,
} from '@cyxwiz/protocol';
import { type ExactSpec, type ReceiptAudit, segmentClaim } from './audit-claims.ts';
import { type Checklist, holds, same } from './checklist.ts';
import { auditInstructions } from './escrow-instructions.ts';
import { type Evidence, madeAccount } from './evidence.ts';
import type { Receipt } from './schema.ts';
import type { TransactionView } from './transaction-view.ts';

type Views = ReadonlyMap<string, TransactionView>;

/** What the check of one exact job looks at. */
export interface AuditScene {
  readonly receipt: Receipt;
  readonly exact: ExactSpec;
  readonly order: ExactOrder;
  readonly audit: ReceiptAudit;
}

/** What the escrow recorded of an exact job's audits, and what was sent for that. */
export async function verifyAuditRecord(
  scene: AuditScene,
  evidence: Evidence,
  views: Views,
  list: Checklist,
): Promise<void> {
  await verifyEvents(scene, views, list);
  await verifyAccount(scene, evidence, list);
  await verifyInstructions(scene, views, list);
}

type Named<Name extends ProgramEvent['name']> = Extract<ProgramEvent, { name: Name }>;

async function verifyEvents(
  { receipt, exact, order, audit }: AuditScene,
  views: Views,
  list: Checklist,
): Promise<void> {
  const { address } = receipt.job;
  const all = [...views.values()].flatMap((view) => view.events);
  const of = <
    Name extends 'JobAccepted' | 'StepsAnchored' | 'AuditSlotRecorded' | 'ChallengeOpened' | 'AuditProven',
  >(
    name: Name,
  ) => all.filter((event): event is Named<Name> => event.name === name && event.data.job === address);
  await list.check('the escrow anchored the steps, drew the audits and saw each of them proven', () => {
    const [accepted, steps] = [of('JobAccepted').at(-1), of('StepsAnchored').at(-1)];
    const [recorded, opened] = [of('AuditSlotRecorded').at(-1), of('ChallengeOpened').at(-1)];
    if (!accepted || !steps || !recorded || !opened) throw new Error('it recorded not all of them');
    same('the audits due', accepted.data.auditsDue, audit.audits);
    same('the root of the steps', toHex(steps.data.stepsRoot), audit.stepsRoot);
    same('the key of the steps', steps.data.stepKey, audit.stepKey);
    same('the steps in a segment', steps.data.steps, exact.steps);
    same('the batches', steps.data.terms.batches, exact.batches);
    same('the order of the batches', toHex(steps.data.terms.seed), toHex(order.terms.seed));
    same('the segments', steps.data.segments, audit.segments);
    holds(
      recorded.data.slot >= steps.data.challengeSlot,
      'the slot lies before the one that the anchor fixed',
    );
    same('the slot', recorded.data.slot, audit.slot);
    same('its hash', toHex(recorded.data.hash), audit.slotHash);
    same('the hash that was used', toHex(opened.data.slotHash), audit.slotHash);
    same('the nonce', opened.data.nonce === null ? undefined : toHex(opened.data.nonce), audit.nonce);
    same('the challenge', toHex(opened.data.challenge), audit.challenge);
    const proven = new Map(of('AuditProven').map(({ data }) => [data.index, data]));
    same('the audits proven', proven.size, audit.audits);
    audit.proofs.forEach(({ segment }, index) => {
      const found = proven.get(index);
      if (!found) throw new Error(`it recorded no proof of audit ${index}`);
      const claim = segmentClaim(receipt, exact, audit, segment);
      same(`the segment of audit ${index}`, found.segment, segment);
      same(
        `the statement of audit ${index}`,
        toHex(found.statement),
        toHex(fieldToBytes(segmentStatement(claim))),
      );
    });
    return `${proven.size} of ${audit.audits} audits`;
  });
}

async function verifyAccount(
  { receipt, exact, audit }: AuditScene,
  evidence: Evidence,
  list: Checklist,
): Promise<void> {
  await list.check('the audit’s account says the same', async () => {
    const account = await madeAccount(evidence, auditAddress(receipt.job.address).toBase58());
    if (!account) return 'closed with the job; the events above stand for it';
    same('its owner', account.owner, receipt.programs.jobEscrow);
    const found = jobEscrow.decodeAccount('Audit', Buffer.from(account.data, 'base64'));
    const pairs: Record<string, [unknown, unknown]> = {
      job: [found.job, receipt.job.address],
      'rent payer': [found.rentPayer, audit.rentPayer],
      'key of the steps': [found.stepKey, audit.stepKey],
      steps: [found.steps, exact.steps],
      segments: [found.segments, audit.segments],
      'root of the steps': [toHex(found.stepsRoot), audit.stepsRoot],
      slot: [found.slot, audit.slot],
      'slot hash': [toHex(found.slotHash), audit.slotHash],
      challenge: [toHex(found.challenge), audit.challenge],
      'revealed nonce': [found.nonceRevealed, audit.nonce !== undefined],
      audits: [found.audits, audit.audits],
      'proven audits': [found.proven, (1n << BigInt(audit.audits)) - 1n],
    };
    for (const [what, [onChain, stated]] of Object.entries(pairs)) same(what, onChain, stated);
    return 'every field';
  });
}

async function verifyInstructions(
  { receipt, order, audit }: AuditScene,
  views: Views,
  list: Checklist,
): Promise<void> {
  const expected = auditInstructions(receipt, order, audit);
  for (const kind of ['anchor_steps', 'record_slot_hash', 'open_challenge'] as const) {
    await list.check(`${kind} was sent with exactly this content`, () => {
      const fit = receipt.transactions.find(
        (t) => t.kind === kind && views.get(t.signature)?.holds(expected[kind]),
      );
      if (!fit) throw new Error('no listed transaction holds the instruction that the receipt implies');
      return fit.signature;
    });
  }
  await list.check('each prove_audit was sent with exactly this content', () => {
    audit.proofs.forEach(({ transaction }, index) => {
      const instruction = expected.prove_audit[index];
      const sent = instruction && views.get(transaction)?.holds(instruction);
      holds(sent === true, `the transaction named for audit ${index} does not hold its proof`);
    });
    return `${audit.proofs.length} proofs`;
  });
}

import { segmentCount, segmentStatement } from '@cyxwiz/engine';
import {
  auditChallenge,
  auditedSegment,
  exactOrderOf,
  fromHex,
  jobId,
  sha256,
  stepCircuitOf,
  toHex,
} from '@cyxwiz/protocol';
import { segmentClaim } from './audit-claims.ts';
import { type Checklist, holds, same } from './checklist.ts';
import { keyHash } from './committed-key.ts';
import { escapes, escapesText } from './escape.ts';
import type { Evidence } from './evidence.ts';
import { verifyGroth16 } from './groth16.ts';
import { keyOnChain } from './key-on-chain.ts';
import type { Receipt } from './schema.ts';
import type { TransactionView } from './transaction-view.ts';
import type { VerifyOptions } from './verify.ts';
import { type AuditScene, verifyAuditRecord } from './verify-audit-record.ts';

/**
 * The audits of an exact job, replayed: challenge from slot hash and nonce, segments from the challenge, statements from
 * the fields, proofs against the committed key.
 */
export async function verifyAudits(
  receipt: Receipt,
  evidence: Evidence,
  views: ReadonlyMap<string, TransactionView>,
  options: VerifyOptions,
  list: Checklist,
): Promise<void> {
  const { exact } = receipt.job.spec;
  const order = exactOrderOf(receipt.job.spec);
  const { audit } = receipt;
  await list.check('the tier is that of the specification, and what it promises is here', () => {
    same('the tier by the specification', exact ? 'Exact' : 'Committed', receipt.tier);
    holds(
      (audit !== undefined) === (exact !== undefined),
      'audits are those of the exact tier, and of it only',
    );
    return exact
      ? 'exact: checkpoints, and the steps of audited segments'
      : 'committed: that the checkpoints have an order is proven, and not that each step was computed';
  });
  if (!exact || !order || !audit) return;
  const scene: AuditScene = { receipt, exact, order, audit };
  await verifyDraw(scene, list);
  await verifyAuditRecord(scene, evidence, views, list);
  await verifyStepProofs(scene, evidence, options, list);
}

/** What follows from the receipt alone. */
async function verifyDraw({ receipt, exact, audit }: AuditScene, list: Checklist): Promise<void> {
  const { job } = receipt;
  await list.check('the challenge follows from slot hash, the client’s nonce and the job', () => {
    const nonce = audit.nonce === undefined ? null : fromHex(audit.nonce);
    if (nonce) same('the hash of the nonce', toHex(sha256(nonce)), job.clientNonceHash);
    const challenge = auditChallenge(fromHex(audit.slotHash), nonce, jobId(job.address));
    same('the challenge', toHex(challenge), audit.challenge);
    return nonce
      ? 'the client revealed its nonce: neither side could choose the segments'
      : 'the client did NOT reveal its nonce: a node together with a leader of the chain could try out segments';
  });
  await list.check('the audited segments follow from the challenge, their number from the job', () => {
    const segments = segmentCount(job.spec.epochs, exact.batches, exact.steps);
    same('the number of segments', segments, audit.segments);
    same('the number of proofs', audit.proofs.length, audit.audits);
    audit.proofs.forEach(({ segment }, index) => {
      same(
        `the segment of audit ${index}`,
        auditedSegment(fromHex(audit.challenge), index, segments),
        segment,
      );
    });
    const drawn = [...new Set(audit.proofs.map(({ segment }) => segment))].sort((a, b) => a - b);
    return `${audit.audits} audits of ${segments} segments of ${exact.steps} steps: ${drawn.join(', ')}`;
  });
  await list.check('what the audits are worth is reckoned right', () => {
    same('the probabilities', JSON.stringify(escapes(audit.audits)), JSON.stringify(audit.escapes));
    return escapesText(audit.escapes);
  });
}

async function verifyStepProofs(
  { receipt, exact, order, audit }: AuditScene,
  evidence: Evidence,
  { committedStepKey }: VerifyOptions,
  list: Checklist,
): Promise<void> {
  const committed = async () => {
    const circuit = stepCircuitOf(receipt.job.spec);
    if (!circuit) throw new Error(`circuits.json has no step circuit ${exact.circuit} of that version`);
    if (!committedStepKey) throw new Error('the caller gave no committed keys of step circuits');
    return committedStepKey(circuit);
  };
  await list.check('the step key on chain is the committed one, marked as it should be', async () => {
    same('its address', String(order.stepKey), audit.stepKey);
    const key = await keyOnChain(receipt, evidence, audit.stepKey);
    same('the steps of its proofs', key.steps, exact.steps);
    same('its hash', keyHash(key), audit.stepKeySha256);
    same('the hash of the committed key', keyHash(await committed()), audit.stepKeySha256);
    const other = await keyOnChain(receipt, evidence, receipt.proof.verifyingKey);
    same('the development mark', key.development || other.development, receipt.developmentKey);
    return key.development ? 'DEVELOPMENT KEY: anybody can forge proofs for it' : 'a ceremony’s key';
  });
  await list.check('the Groth16 proof of each audited segment verifies', async () => {
    const key = await committed();
    audit.proofs.forEach(({ segment, a, b, c }, index) => {
      const statement = segmentStatement(segmentClaim(receipt, exact, audit, segment));
      const points = { a: fromHex(a), b: fromHex(b), c: fromHex(c) };
      holds(verifyGroth16(key, [statement], points), `the pairing of audit ${index} does not hold`);
    });
    return `${audit.proofs.length} statements hashed and pairings computed here`;
  });
}

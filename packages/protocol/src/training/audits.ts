import { PublicKey } from '@solana/web3.js';
import { sha256, sha256Field } from '../bytes.ts';
import type { Audit, ExactTerms } from '../idl/job_escrow.ts';
import type { JobId } from '../ids.ts';

/** What an exact job keeps of its terms; create_job computes the same bytes. */
export function exactTermsHash(stepKey: string, { seed, batches }: ExactTerms): Uint8Array {
  const count = new Uint8Array(2);
  new DataView(count.buffer).setUint16(0, batches, true);
  return sha256('cyxwiz:exact-terms:v1', new PublicKey(stepKey).toBytes(), seed, count);
}

/** What the audited segments follow from, as open_challenge computes it; a field element. Null: no nonce was revealed. */
export function auditChallenge(slotHash: Uint8Array, nonce: Uint8Array | null, job: JobId): Uint8Array {
  const secret = nonce ?? new Uint8Array(32);
  return sha256Field('cyxwiz:audit-challenge:v1', slotHash, secret, new PublicKey(job).toBytes());
}

/** The segment that audit `index` asks for. */
export function auditedSegment(challenge: Uint8Array, index: number, segments: number): number {
  const hash = sha256('cyxwiz:audit-index:v1', challenge, Uint8Array.of(index));
  const first = new DataView(hash.buffer, hash.byteOffset).getBigUint64(0, true);
  return Number(first % BigInt(segments));
}

/**
 * Probability that a node which cheated in a share of the segments got through so many audits. Each audit draws from all
 * segments, whatever the others drew.
 */
export function escapeProbability(cheatedShare: number, audits: number): number {
  if (!(cheatedShare >= 0 && cheatedShare <= 1)) throw new RangeError('a share lies between 0 and 1');
  return (1 - cheatedShare) ** audits;
}

/**
 * What an audit waits for: the slot whose hash chooses the segments, anybody to record that hash, the client's nonce,
 * proofs, or nothing more.
 */
export type AuditStage = 'slot' | 'record' | 'nonce' | 'proofs' | 'passed';

/** @param slot the chain's latest */
export function auditStage(audit: Audit, provenAudits: number, slot: bigint): AuditStage {
  if (audit.openedAt !== 0n) return provenAudits < audit.audits ? 'proofs' : 'passed';
  if (audit.recordedAt !== 0n) return 'nonce';
  // The hash of a slot is there from the next one on.
  return slot > audit.challengeSlot ? 'record' : 'slot';
}

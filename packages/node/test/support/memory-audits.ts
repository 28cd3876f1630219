import { segmentBatches, segmentCount, segmentStatement } from '@cyxwiz/engine';
import {
  auditChallenge,
  auditedSegment,
  bytesToField,
  type ExactOrder,
  equalBytes,
  exactTermsHash,
  fieldToBytes,
  jobId,
  sha256,
  toHex,
} from '@cyxwiz/protocol';
import type { ChainProof, EscrowJob, JobAudit } from '../../src/ports/chain.ts';
import { EXACT } from './job-fixture.ts';
import { refused } from './refused.ts';

type Kept = { -readonly [K in keyof JobAudit]: JobAudit[K] } & { seed: string; batches: number };

/** What a fake proof of a segment is: a digest of the statement that the circuit would take. */
export function fakeStepProof(statement: bigint): ChainProof {
  const digest = sha256('step', fieldToBytes(statement));
  return { a: digest, b: digest, c: digest };
}

const SLOT_MS = 5;
const DELAY_SLOTS = 32;
export const AUDITS = 4;

/** The escrow's rules about audits, in memory; a slot lasts five milliseconds. */
export class MemoryAudits {
  readonly kept = new Map<string, Kept>();
  /** Times that the chain has forgotten the slot when it is asked to record it. */
  missed = 0;
  /** Audits that somebody else proves as soon as they are known. */
  provenByOthers = 0n;

  slot(): number {
    return Math.floor(Date.now() / SLOT_MS);
  }

  read(job: string): JobAudit | null {
    const found = this.kept.get(job);
    return found === undefined ? null : { ...found };
  }

  passed(job: string): boolean {
    return this.kept.get(job)?.proven === (1n << BigInt(AUDITS)) - 1n;
  }

  anchor(job: string, escrow: EscrowJob, root: Uint8Array, { stepKey, terms }: ExactOrder): void {
    if (escrow.state !== 'Proving') throw refused('JobNotProving');
    if (this.kept.has(job)) throw refused('Custom');
    if (!equalBytes(exactTermsHash(String(stepKey), terms), escrow.exactTerms))
      throw refused('WrongExactTerms');
    bytesToField(root);
    this.kept.set(job, {
      stepsRoot: root,
      segments: segmentCount(escrow.epochs, terms.batches, EXACT.steps),
      challengeSlot: this.slot() + DELAY_SLOTS,
      moved: false,
      recordedAt: 0,
      openedAt: 0,
      nonceRevealed: false,
      challenge: new Uint8Array(32),
      audits: AUDITS,
      proven: 0n,
      seed: toHex(terms.seed),
      batches: terms.batches,
    });
  }

  record(job: string, now: number): void {
    const audit = this.#of(job);
    if (audit.recordedAt !== 0) throw refused('SlotHashRecorded');
    if (this.slot() <= audit.challengeSlot) throw refused('SlotAhead');
    if (this.missed === 0) {
      audit.recordedAt = now;
      return;
    }
    if (audit.moved) throw refused('SlotMissedTwice');
    this.missed -= 1;
    audit.moved = true;
    audit.challengeSlot = this.slot() + DELAY_SLOTS;
  }

  open(job: string, nonce: Uint8Array | null, revealWindow: number, now: number): void {
    const audit = this.#of(job);
    if (audit.recordedAt === 0) throw refused('SlotHashNotRecorded');
    if (audit.openedAt !== 0) throw refused('ChallengeOpen');
    if (nonce === null && now <= audit.recordedAt + revealWindow) throw refused('RevealWindowOpen');
    audit.challenge = auditChallenge(sha256(`slot ${audit.challengeSlot}`), nonce, jobId(job));
    audit.nonceRevealed = nonce !== null;
    audit.openedAt = now;
    audit.proven |= this.provenByOthers;
  }

  prove(job: string, escrow: EscrowJob, index: number, proof: ChainProof): void {
    const audit = this.#of(job);
    if (audit.openedAt === 0) throw refused('ChallengeNotOpen');
    if (index >= audit.audits) throw refused('AuditOutOfRange');
    if ((audit.proven >> BigInt(index)) & 1n) throw refused('AuditProvenAlready');
    const segment = auditedSegment(audit.challenge, index, audit.segments);
    const statement = segmentStatement({
      binding: bytesToField(escrow.binding),
      challenge: bytesToField(audit.challenge),
      stepsRoot: bytesToField(audit.stepsRoot),
      initialWeights: bytesToField(escrow.initialWeights),
      finalWeights: bytesToField(escrow.anchoredWeights),
      datasetRoot: bytesToField(escrow.datasetRoot),
      segment,
      segments: audit.segments,
      batchIndices: segmentBatches(audit.seed, segment, EXACT.steps, audit.batches),
    });
    if (!equalBytes(fakeStepProof(statement).a, proof.a)) throw refused('AuditProofInvalid');
    audit.proven |= 1n << BigInt(index);
  }

  #of(job: string): Kept {
    const audit = this.kept.get(job);
    if (audit === undefined) throw refused('AccountNotInitialized');
    return audit;
  }
}

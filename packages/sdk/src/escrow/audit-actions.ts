import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AuditStage,
  auditStage,
  type ChainReader,
  equalBytes,
  type Job,
  type JobId,
  openChallenge,
  recordSlotHash,
  type Sent,
  sha256,
  type TransactionSender,
} from '@cyxwiz/protocol';
import type { TransactionInstruction } from '@solana/web3.js';
import { badInput, ClientError } from '../errors.ts';
import type { Wallet } from '../wallet.ts';
import { EscrowActions } from './actions.ts';
import { type AuditLook, type AuditNews, auditNews } from './audit-news.ts';
import { explained } from './explain-chain.ts';

/** A step towards an exact job's proofs that anyone may take. */
export interface AuditStep {
  readonly step: 'record_slot_hash' | 'open_challenge';
  readonly sent: Sent;
}

export interface AttendOptions {
  readonly signal?: AbortSignal;
  /** Milliseconds from one look at the chain to the next; default one second. */
  readonly pollMs?: number;
  /** Ends when the audits are drawn; without it, when the last one is proven. */
  readonly untilOpen?: boolean;
}

/** Somebody else was faster, or the look was a slot too old, or nobody answered: looking again tells. */
const LOOK_AGAIN = new Set(['SlotHashRecorded', 'SlotAhead', 'ChallengeOpen', 'JobNotProving']);
const TRY_AGAIN = new Set(['RPC_UNAVAILABLE', 'TRANSACTION_EXPIRED']);
const UNDER_WAY = new Set<Job['state']>(['Funded', 'Running', 'Proving']);

/** What a client, or anyone, does so that the audits of an exact job are drawn. Nothing here asks a coordinator. */
export class AuditActions {
  readonly #chain: ChainReader;
  readonly #escrow: EscrowActions;

  constructor(chain: ChainReader, sender: TransactionSender, wallet: Wallet) {
    this.#chain = chain;
    this.#escrow = new EscrowActions(chain, sender, wallet);
  }

  /**
   * Takes the step that is due and needs no secret: records the slot's hash, or opens the challenge without the nonce
   * once the client had its time. Anyone.
   * @throws ClientError JOB_NOT_FOUND, BAD_INPUT for a committed job, WRONG_STATE when nothing is due
   */
  async crank(id: string): Promise<AuditStep> {
    const { address, job } = await this.#escrow.job(id);
    requireExact(job);
    const stage = await this.#stage(await this.#look(address, job));
    if (stage === 'record') {
      return { step: 'record_slot_hash', sent: await this.#escrow.send([recordSlotHash(address)]) };
    }
    if (stage === 'nonce') {
      return { step: 'open_challenge', sent: await this.#escrow.send([openChallenge(address, null)]) };
    }
    throw notDue(stage);
  }

  /**
   * Does the client's part until the audits have passed, or the job has ended: records the slot's hash if nobody has,
   * and reveals the nonce once that record is final. Before, a leader of the chain could still choose the hash to it,
   * and even a transaction that is refused would tell it the nonce.
   * @yields what happens on the chain meanwhile, whoever did it
   * @throws ClientError JOB_NOT_FOUND, BAD_INPUT for a committed job or another job's nonce, and what the chain refuses
   */
  async *attend(id: string, nonce: Uint8Array, options: AttendOptions = {}): AsyncGenerator<AuditNews> {
    const { address, job } = await this.#escrow.job(id);
    requireExact(job);
    if (!equalBytes(sha256(nonce), job.clientNonceHash)) {
      throw badInput('nonce', 'is not the one whose hash is in the escrow', 'take the nonce of this job');
    }
    const { signal, pollMs = 1_000, untilOpen = false } = options;
    let before: AuditLook | undefined;
    while (!signal?.aborted) {
      try {
        const now = await explained(() => this.#chain.job(address));
        if (!now) return;
        const look = await this.#look(address, now.value);
        if (look) yield* auditNews(before, look);
        if (!UNDER_WAY.has(now.value.state)) return;
        before = look;
        const stage = await this.#stage(look);
        if (stage === 'passed' || (stage === 'proofs' && untilOpen)) return;
        const instruction = await this.#due(address, stage, nonce);
        if (instruction) {
          await this.#escrow.send([instruction]);
          continue;
        }
      } catch (error) {
        if (!isPassing(error)) throw error;
      }
      await sleep(pollMs, undefined, signal ? { signal } : {}).catch(() => undefined);
    }
  }

  async #look(address: JobId, job: Job): Promise<AuditLook | undefined> {
    if (!job.stepsAnchored) return undefined;
    const audit = await explained(() => this.#chain.audit(address));
    return audit && { audit: audit.value, proven: job.auditsProven };
  }

  /** Undefined before the steps are anchored. */
  async #stage(look: AuditLook | undefined): Promise<AuditStage | undefined> {
    if (!look) return undefined;
    const slot = await explained(() => this.#chain.slot());
    return auditStage(look.audit, look.proven, BigInt(slot));
  }

  /** What the client sends now. */
  async #due(
    address: JobId,
    stage: AuditStage | undefined,
    nonce: Uint8Array,
  ): Promise<TransactionInstruction | undefined> {
    if (stage === 'record') return recordSlotHash(address);
    if (stage !== 'nonce') return undefined;
    const final = await explained(() => this.#chain.audit(address, 'finalized'));
    return final && final.value.recordedAt !== 0n ? openChallenge(address, nonce) : undefined;
  }
}

/** Whether a failure says no more than that the chain should be looked at again. */
function isPassing(error: unknown): boolean {
  return error instanceof ClientError && (TRY_AGAIN.has(error.code) || LOOK_AGAIN.has(error.reason ?? ''));
}

function requireExact(job: Job): void {
  if (job.tier === 'Exact') return;
  throw badInput(
    'job',
    'is of the committed tier, which has no audits',
    'there is nothing to do for its audits',
  );
}

const WAITS = {
  slot: 'the slot that chooses the audits has not come yet; try again in a few seconds',
  proofs: 'the audits are drawn; the node has to prove them',
  passed: 'every audit is proven; the job can be settled: cyxwiz crank settle JOB',
} as const;

function notDue(stage: keyof typeof WAITS | undefined): ClientError {
  return new ClientError('WRONG_STATE', 'there is nothing to do for the audits of this job now', {
    next: stage ? WAITS[stage] : 'the node has to anchor its steps first; they follow the training',
  });
}

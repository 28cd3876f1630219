import {
  ComputeBudgetProgram,
  PACKET_DATA_SIZE,
  type PublicKey,
  type Signer,
  type TransactionInstruction,
  TransactionMessage,
  VersionedTransaction,
} from '@solana/web3.js';
import bs58 from 'bs58';
import { CyxwizError, isFailure } from '../failure.ts';
import { type TransactionSignature, transactionSignature } from '../ids.ts';
import type { ChainFailure } from './errors.ts';
import { failureOf, reasonOf } from './failure-of.ts';
import type { TransactionOutcome, TransactionRpc } from './transaction-rpc.ts';

/** Whoever signs as the fee payer: a key in memory, or a wallet that shows the transaction to a person first. */
export interface TransactionSigner {
  readonly publicKey: PublicKey;
  sign(transaction: VersionedTransaction): Promise<VersionedTransaction>;
}

/** A TransactionSigner over a key in memory. */
export function keypairSigner(keypair: Signer): TransactionSigner {
  return {
    publicKey: keypair.publicKey,
    sign: async (transaction) => {
      transaction.sign([keypair]);
      return transaction;
    },
  };
}

export interface SendRequest {
  readonly instructions: readonly TransactionInstruction[];
  readonly payer: TransactionSigner;
  /** Further keys that must sign; they sign after the payer, as wallets ask. */
  readonly signers?: readonly Signer[];
  /** Compute units; by default what a simulation used, plus a tenth. */
  readonly computeUnitLimit?: number;
  /** Micro-lamports a compute unit; default 0. */
  readonly computeUnitPrice?: number;
  readonly commitment?: 'confirmed' | 'finalized';
  /** How many blockhashes to try; default 3. */
  readonly attempts?: number;
  readonly signal?: AbortSignal;
  /** Called before each new signature is sent, so that the caller can write it down first. */
  readonly onSignature?: (signature: TransactionSignature) => void | Promise<void>;
}

export interface Sent extends TransactionOutcome {
  readonly signature: TransactionSignature;
}

export interface SenderOptions {
  readonly pollMs?: number;
  readonly resendMs?: number;
  readonly now?: () => number;
  readonly sleep?: (ms: number) => Promise<void>;
}

const MAX_COMPUTE_UNITS = 1_400_000;

/**
 * Sends transactions and knows what became of them. A transaction is signed anew only when the finalized chain has
 * passed the height at which its blockhash dies and holds no trace of it: so nothing is ever done twice.
 */
export class TransactionSender {
  readonly #rpc: TransactionRpc;
  readonly #pollMs: number;
  readonly #resendMs: number;
  readonly #now: () => number;
  readonly #sleep: (ms: number) => Promise<void>;

  constructor(rpc: TransactionRpc, options: SenderOptions = {}) {
    this.#rpc = rpc;
    this.#pollMs = options.pollMs ?? 200;
    this.#resendMs = options.resendMs ?? 2_000;
    this.#now = options.now ?? Date.now;
    this.#sleep = options.sleep ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
  }

  /**
   * Signs, sends and confirms.
   * @throws CyxwizError<ChainFailure> `PROGRAM_ERROR` with the program's own error, `TRANSACTION_FAILED`,
   * `INSUFFICIENT_LAMPORTS`, `TRANSACTION_EXPIRED` after the last attempt, `SENDING_ABORTED`, `RPC_UNAVAILABLE` (only
   * before anything was sent).
   */
  async send(request: SendRequest): Promise<Sent> {
    let expired: CyxwizError<ChainFailure> | undefined;
    for (let attempt = 0; attempt < (request.attempts ?? 3); attempt++) {
      const { blockhash, lastValidBlockHeight } = await this.#rpc.latestBlockhash();
      const limit = request.computeUnitLimit ?? (await this.#measure(request, blockhash));
      const signed = await request.payer.sign(compile(request, blockhash, limit));
      if (request.signers?.length) signed.sign([...request.signers]);
      try {
        return await this.sendSigned(signed, lastValidBlockHeight, request);
      } catch (error) {
        if (!isFailure(error, 'TRANSACTION_EXPIRED')) throw error;
        expired = error as CyxwizError<ChainFailure>;
      }
    }
    throw expired ?? new RangeError('attempts must be at least 1');
  }

  /**
   * Sends a transaction that is already signed (by a wallet, say) until it is confirmed or dead.
   * @throws CyxwizError<ChainFailure> as `send`; `TRANSACTION_EXPIRED` means that it can never land.
   */
  async sendSigned(
    transaction: VersionedTransaction,
    lastValidBlockHeight: number,
    options: Pick<SendRequest, 'commitment' | 'signal' | 'onSignature'> = {},
  ): Promise<Sent> {
    const raw = transaction.serialize();
    const signature = transactionSignature(bs58.encode(transaction.signatures[0] ?? new Uint8Array(64)));
    const programs = programsOf(transaction);
    const tried = await this.#rpc.simulate(raw);
    if (tried.error !== undefined && !/^(AlreadyProcessed|BlockhashNotFound)$/.test(reasonOf(tried.error))) {
      throw failureOf(tried.error, tried.logs, programs);
    }
    await options.onSignature?.(signature);
    let sentAt = Number.NEGATIVE_INFINITY;
    for (;;) {
      if (options.signal?.aborted) {
        const message = `stopped waiting for ${signature}; it may still land`;
        throw new CyxwizError({ code: 'SENDING_ABORTED', message, signature });
      }
      if (this.#now() - sentAt >= this.#resendMs) {
        sentAt = this.#now();
        // From here on an RPC fault says nothing about the transaction: keep asking.
        await this.#rpc.send(raw).catch(() => undefined);
      }
      const finished = await this.#check(signature, programs, options.commitment ?? 'confirmed');
      if (finished) return finished;
      const height = await this.#rpc.finalizedHeight().catch(() => 0);
      if (height > lastValidBlockHeight) {
        // The state was read before the height: look once more, now that nothing can be added.
        const late = await this.#check(signature, programs, options.commitment ?? 'confirmed');
        if (late) return late;
        const message = `transaction ${signature} was not included before its blockhash died; nothing has happened, send it again`;
        throw new CyxwizError({ code: 'TRANSACTION_EXPIRED', message, signature });
      }
      await this.#sleep(this.#pollMs);
    }
  }

  async #check(
    signature: TransactionSignature,
    programs: readonly string[],
    commitment: 'confirmed' | 'finalized',
  ): Promise<Sent | undefined> {
    const state = await this.#rpc.state(signature).catch(() => undefined);
    const reached = state && (state.level === 'finalized' || state.level === commitment);
    if (!reached) return undefined;
    const outcome = await this.#rpc.outcome(signature).catch(() => undefined);
    if (state.error) throw failureOf(state.error, outcome?.logs ?? [], programs, signature);
    return outcome && { ...outcome, signature };
  }

  /**
   * What the instructions would do to the chain as it is now, as if everyone they name had signed: the compute units
   * they would use, or undefined when they do not fit one transaction. Nothing is sent.
   * @throws CyxwizError<ChainFailure> as `send`, when they would be refused
   */
  async simulate(request: Pick<SendRequest, 'instructions' | 'payer'>): Promise<number | undefined> {
    const { blockhash } = await this.#rpc.latestBlockhash();
    const transaction = compile(request, blockhash, MAX_COMPUTE_UNITS);
    return fits(transaction) ? this.#run(transaction) : undefined;
  }

  async #measure(request: SendRequest, blockhash: string): Promise<number> {
    const computeUnits = await this.#run(compile(request, blockhash, MAX_COMPUTE_UNITS));
    return Math.min(MAX_COMPUTE_UNITS, Math.ceil(computeUnits * 1.1) + 1_000);
  }

  async #run(transaction: VersionedTransaction): Promise<number> {
    const { error, logs, computeUnits } = await this.#rpc.simulate(transaction.serialize());
    if (error !== undefined) throw failureOf(error, logs, programsOf(transaction));
    return computeUnits;
  }
}

function fits(transaction: VersionedTransaction): boolean {
  try {
    return transaction.serialize().length <= PACKET_DATA_SIZE;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function compile(
  request: Pick<SendRequest, 'instructions' | 'payer' | 'computeUnitPrice'>,
  blockhash: string,
  computeUnitLimit: number,
): VersionedTransaction {
  const instructions = [ComputeBudgetProgram.setComputeUnitLimit({ units: computeUnitLimit })];
  if (request.computeUnitPrice) {
    instructions.push(ComputeBudgetProgram.setComputeUnitPrice({ microLamports: request.computeUnitPrice }));
  }
  const message = new TransactionMessage({
    payerKey: request.payer.publicKey,
    recentBlockhash: blockhash,
    instructions: [...instructions, ...request.instructions],
  });
  return new VersionedTransaction(message.compileToV0Message());
}

function programsOf(transaction: VersionedTransaction): string[] {
  const { staticAccountKeys, compiledInstructions } = transaction.message;
  return compiledInstructions.map((ix) => staticAccountKeys[ix.programIdIndex]?.toBase58() ?? 'unknown');
}

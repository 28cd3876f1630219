import type { Commitment, Connection } from '@solana/web3.js';
import { CyxwizError, messageOf } from '../failure.ts';
import type { ChainFailure } from './errors.ts';

/** How far a transaction has come. `error` is the runtime's own, e.g. `{ InstructionError: [0, { Custom: 6000 }] }`. */
export interface SignatureState {
  readonly slot: number;
  readonly level: 'processed' | 'confirmed' | 'finalized';
  readonly error: unknown;
}

export interface TransactionOutcome {
  readonly slot: number;
  /** Lamports. */
  readonly fee: number;
  readonly computeUnits: number;
  readonly logs: readonly string[];
}

export type SimulationResult = {
  readonly error: unknown;
  readonly logs: readonly string[];
  readonly computeUnits: number;
};

/** The calls to an RPC node that sending a transaction takes. */
export interface TransactionRpc {
  latestBlockhash(): Promise<{ readonly blockhash: string; readonly lastValidBlockHeight: number }>;
  /** Runs the transaction without sending it. */
  simulate(raw: Uint8Array): Promise<SimulationResult>;
  /** Hands a signed transaction over without checking it. Sending the same bytes again is harmless. */
  send(raw: Uint8Array): Promise<void>;
  state(signature: string): Promise<SignatureState | undefined>;
  /** Height of the last finalized block: what is dead there is dead for good. */
  finalizedHeight(): Promise<number>;
  outcome(signature: string): Promise<TransactionOutcome | undefined>;
}

/**
 * An RPC call that failed on its way, not by its answer. Names the host only: providers put their customers' keys into
 * the rest of the URL, and this message travels to whoever asked.
 */
export function rpcUnavailable(cause: unknown, url: string): CyxwizError<ChainFailure> {
  const host = URL.canParse(url) ? new URL(url).host : 'an address that is no URL';
  const why = messageOf(cause).replaceAll(url, host);
  const message = `the Solana RPC node at ${host} does not answer properly: ${why}; check the address, or try again`;
  return new CyxwizError({ code: 'RPC_UNAVAILABLE', message }, { cause });
}

/** TransactionRpc over web3.js. */
export function connectionTransactionRpc(connection: Connection): TransactionRpc {
  const call = async <T>(action: () => Promise<T>): Promise<T> => {
    try {
      return await action();
    } catch (cause) {
      throw rpcUnavailable(cause, connection.rpcEndpoint);
    }
  };
  const commitment: Commitment = 'confirmed';
  return {
    latestBlockhash: () => call(() => connection.getLatestBlockhash(commitment)),
    simulate: (raw) => call(() => simulate(connection, raw)),
    send: (raw) =>
      call(async () => {
        await connection.sendRawTransaction(raw, { skipPreflight: true, maxRetries: 0 });
      }),
    state: (signature) =>
      call(async () => {
        const { value } = await connection.getSignatureStatuses([signature], {
          searchTransactionHistory: true,
        });
        const status = value[0];
        if (!status) return undefined;
        return { slot: status.slot, level: status.confirmationStatus ?? 'processed', error: status.err };
      }),
    finalizedHeight: () => call(() => connection.getBlockHeight('finalized')),
    outcome: (signature) =>
      call(async () => {
        const found = await connection.getTransaction(signature, {
          commitment,
          maxSupportedTransactionVersion: 0,
        });
        if (!found?.meta) return undefined;
        const { fee, computeUnitsConsumed, logMessages } = found.meta;
        return { slot: found.slot, fee, computeUnits: computeUnitsConsumed ?? 0, logs: logMessages ?? [] };
      }),
  };
}

/** Over plain JSON-RPC, because web3.js can only simulate transactions that it has parsed. */
async function simulate(connection: Connection, raw: Uint8Array): Promise<SimulationResult> {
  const response = await fetch(connection.rpcEndpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'simulateTransaction',
      params: [
        Buffer.from(raw).toString('base64'),
        { encoding: 'base64', commitment: 'confirmed', sigVerify: false, replaceRecentBlockhash: false },
      ],
    }),
    signal: AbortSignal.timeout(15_000),
  });
  const answer = (await response.json()) as {
    error?: { message: string };
    result?: { value: { err: unknown; logs?: string[] | null; unitsConsumed?: number } };
  };
  if (!answer.result) throw new Error(answer.error?.message ?? `HTTP ${response.status}`);
  const { err, logs, unitsConsumed } = answer.result.value;
  return { error: err ?? undefined, logs: logs ?? [], computeUnits: unitsConsumed ?? 0 };
}

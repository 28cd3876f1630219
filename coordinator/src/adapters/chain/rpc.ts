import { isFailure, messageOf } from '@cyxwiz/protocol';
import { Connection } from '@solana/web3.js';
import { fault, isFault } from '../../domain/fault.ts';

const TIMEOUT_MS = 15_000;

/** How a call to the RPC node went; not ok: no answer, or one that is no success of HTTP. */
export type RpcWatch = (call: { readonly ok: boolean; readonly seconds: number }) => void;

/** A connection whose calls end: web3.js itself would wait for ever. */
export function openConnection(rpcUrl: string, wsUrl: string | undefined, watch: RpcWatch): Connection {
  const withTimeout: typeof fetch = async (input, init) => {
    const limit = AbortSignal.timeout(TIMEOUT_MS);
    const started = performance.now();
    let ok = false;
    try {
      const signal = init?.signal ? AbortSignal.any([init.signal, limit]) : limit;
      const answer = await fetch(input, { ...init, signal });
      ok = answer.ok;
      return answer;
    } finally {
      watch({ ok, seconds: (performance.now() - started) / 1000 });
    }
  };
  return new Connection(rpcUrl, {
    commitment: 'confirmed',
    fetch: withTimeout,
    ...(wsUrl !== undefined && { wsEndpoint: wsUrl }),
  });
}

/** Runs a call to the chain. @throws FaultError `CHAIN_UNAVAILABLE` for whatever goes wrong on the way */
export async function ask<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    if (isFault(cause)) throw cause;
    const known = isFailure(cause) && cause.code !== 'RPC_UNAVAILABLE' ? ` (${cause.code})` : '';
    throw fault(
      'CHAIN_UNAVAILABLE',
      `the chain cannot be read now${known}`,
      'try again in a few seconds',
      undefined,
      new Error(messageOf(cause), { cause }),
    );
  }
}

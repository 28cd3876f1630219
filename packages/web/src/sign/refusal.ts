import { failureOf } from '@cyxwiz/protocol';
import type { VersionedTransaction } from '@solana/web3.js';
import type { Effects } from '../chain/effects.ts';

/** What the chain has against a transaction, by a run that was not sent; undefined when it would succeed. */
export function refusalOf({ error, logs }: Effects, { message }: VersionedTransaction) {
  if (error === undefined) return undefined;
  const { staticAccountKeys, compiledInstructions } = message;
  return failureOf(
    error,
    logs,
    compiledInstructions.map((ix) => String(staticAccountKeys[ix.programIdIndex])),
  );
}

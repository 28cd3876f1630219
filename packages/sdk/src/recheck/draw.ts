import { type Connection, SYSVAR_SLOT_HASHES_PUBKEY } from '@solana/web3.js';
import { ClientError } from '../errors.ts';
import { explained } from '../escrow/explain-chain.ts';

/** A hash that nobody knew before its slot had passed. */
export interface SlotHash {
  readonly slot: number;
  readonly hash: Uint8Array;
}

/** A number of entries, then of each slot (u64) and hash (32 bytes), the newest first. */
const ENTRY = 40;

/**
 * The newest slot hash of a slot after this one, once it is final.
 * @throws ClientError TIMED_OUT, RPC_UNAVAILABLE
 */
export async function slotHashAfter(
  connection: Connection,
  slot: number,
  options: { readonly timeoutMs?: number; readonly pollMs?: number; readonly signal?: AbortSignal } = {},
): Promise<SlotHash> {
  const until = Date.now() + (options.timeoutMs ?? 120_000);
  for (;;) {
    options.signal?.throwIfAborted();
    const account = await explained(() =>
      connection.getAccountInfo(SYSVAR_SLOT_HASHES_PUBKEY, { commitment: 'finalized' }),
    );
    const newest = account && newestOf(account.data);
    if (newest && newest.slot > slot) return newest;
    if (Date.now() > until) {
      throw new ClientError('TIMED_OUT', `no slot after ${slot} became final`, {
        next: 'check --rpc and try again',
      });
    }
    await new Promise((resolve) => setTimeout(resolve, options.pollMs ?? 500));
  }
}

function newestOf(data: Buffer): SlotHash | undefined {
  if (data.length < 8 + ENTRY || data.readBigUInt64LE(0) === 0n) return undefined;
  return { slot: Number(data.readBigUInt64LE(8)), hash: new Uint8Array(data.subarray(16, 48)) };
}

import { PublicKey } from '@solana/web3.js';

// Layout of the token programs' accounts: a mint has 82 bytes, a token account 165; Token-2022 puts a byte that
// says which at 165 when extensions follow.
const MINT_SIZE = 82;
const ACCOUNT_SIZE = 165;
const MINT_KIND = 1;

function u64At(data: Uint8Array, offset: number): bigint {
  return new DataView(data.buffer, data.byteOffset, data.byteLength).getBigUint64(offset, true);
}

/** Supply when `data` are a mint's, in base units; else undefined. */
export function supplyOf(data: Uint8Array): bigint | undefined {
  const isMint =
    data.length === MINT_SIZE || (data.length > ACCOUNT_SIZE && data[ACCOUNT_SIZE] === MINT_KIND);
  return isMint ? u64At(data, 36) : undefined;
}

/** Mint of a token account. */
export function mintOf(data: Uint8Array): string {
  return new PublicKey(data.subarray(0, 32)).toBase58();
}

/** Balance of a token account, in base units. */
export function tokensOf(data: Uint8Array): bigint {
  return u64At(data, 64);
}

/** Extensions that hold fees which a mint withheld, and where. */
const WITHHELD: Readonly<Record<number, number>> = { 1: 64, 2: 0 };

/** Transfer fees that a mint or token account of Token-2022 holds besides its balance, in base units. */
export function withheldIn(data: Uint8Array): bigint {
  let sum = 0n;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  for (let at = ACCOUNT_SIZE + 1; at + 4 <= data.length; at += 4 + view.getUint16(at + 2, true)) {
    const offset = WITHHELD[view.getUint16(at, true)];
    if (offset !== undefined) sum += u64At(data, at + 4 + offset);
  }
  return sum;
}

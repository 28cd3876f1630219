import { PublicKey } from '@solana/web3.js';
import { CyxwizError } from './failure.ts';

declare const brand: unique symbol;
/** `T` that only its own parser can make, so that two ids of the same shape are not mixed up. */
export type Branded<T, Name extends string> = T & { readonly [brand]: Name };

/** Base58 address of a Job account: what people call the job's id. */
export type JobId = Branded<string, 'JobId'>;
/** Base58 address of a Node account (not of its owner or operator). */
export type NodeId = Branded<string, 'NodeId'>;
/** Base58 address of somebody who signs. */
export type WalletAddress = Branded<string, 'WalletAddress'>;
export type MintAddress = Branded<string, 'MintAddress'>;
/** Base58 signature of a transaction. */
export type TransactionSignature = Branded<string, 'TransactionSignature'>;
/** Amount in the smallest unit of a mint; never negative. */
export type BaseUnits = Branded<bigint, 'BaseUnits'>;
/** Hundredths of a percent, 0 to 10,000. */
export type Bps = Branded<number, 'Bps'>;

const U64_MAX = (1n << 64n) - 1n;

function address<T extends string>(what: string) {
  return (value: string | PublicKey): Branded<string, T> => {
    if (value instanceof PublicKey) return value.toBase58() as Branded<string, T>;
    try {
      if (typeof value === 'string' && new PublicKey(value).toBase58() === value)
        return value as Branded<string, T>;
    } catch {
      // falls through to the one error below
    }
    throw new CyxwizError({
      code: 'INVALID_ADDRESS',
      message: `${what} is not a base58 address of 32 bytes: ${JSON.stringify(value)?.slice(0, 100)}`,
    });
  };
}

/** @throws CyxwizError `INVALID_ADDRESS`, like the three below. */
export const jobId = address<'JobId'>('job id');
export const nodeId = address<'NodeId'>('node id');
export const walletAddress = address<'WalletAddress'>('wallet');
export const mintAddress = address<'MintAddress'>('mint');

/** @throws CyxwizError `INVALID_SIGNATURE` when not base58 of the length of a signature. */
export function transactionSignature(value: string): TransactionSignature {
  if (typeof value === 'string' && /^[1-9A-HJ-NP-Za-km-z]{64,88}$/.test(value))
    return value as TransactionSignature;
  throw new CyxwizError({
    code: 'INVALID_SIGNATURE',
    message: `not a transaction signature in base58: ${JSON.stringify(value)?.slice(0, 100)}`,
  });
}

/** @throws CyxwizError `INVALID_AMOUNT` outside 0 … 2⁶⁴ − 1. */
export function baseUnits(value: bigint): BaseUnits {
  if (typeof value === 'bigint' && value >= 0n && value <= U64_MAX) return value as BaseUnits;
  throw new CyxwizError({
    code: 'INVALID_AMOUNT',
    message: `an amount is a whole number from 0 to 2^64 - 1, got ${value}`,
  });
}

/** @throws CyxwizError `INVALID_BPS` outside 0 … 10,000. */
export function bps(value: number): Bps {
  if (Number.isInteger(value) && value >= 0 && value <= 10_000) return value as Bps;
  throw new CyxwizError({
    code: 'INVALID_BPS',
    message: `basis points are a whole number from 0 to 10000, got ${value}`,
  });
}

import { createHash } from 'node:crypto';
import { EngineError } from './errors.ts';
import { type SeedHex, seedBytes } from './seed.ts';

const DOMAIN = 'cyxwiz:batch-order:v1';

/** Step i of an epoch trains on batch (a·i + b) mod batches; a is coprime to batches, so each comes exactly once. */
export interface EpochOrder {
  readonly a: number;
  readonly b: number;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

/**
 * Order of one epoch (0-based): with h = sha256(domain ‖ seed ‖ epoch as u32 LE), a is the first of
 * u64(h[0..8]), u64(h[0..8])+1, … mod batches that is coprime to batches, and b = u64(h[8..16]) mod batches (LE).
 * @throws EngineError SEED_INVALID, STEP_INVALID
 */
export function epochOrder(seed: SeedHex, epoch: number, batches: number): EpochOrder {
  assertCount(epoch, 0, 2 ** 32 - 1);
  assertCount(batches, 1, 2 ** 16);
  const counter = Buffer.alloc(4);
  counter.writeUInt32LE(epoch);
  const hash = createHash('sha256').update(DOMAIN).update(seedBytes(seed)).update(counter).digest();
  let a = Number(hash.readBigUInt64LE(0) % BigInt(batches));
  while (gcd(a, batches) !== 1) a = (a + 1) % batches;
  return { a, b: Number(hash.readBigUInt64LE(8) % BigInt(batches)) };
}

/** The batch that step t (0-based, over all epochs) trains on. */
export function batchIndex(seed: SeedHex, t: number, batches: number): number {
  assertCount(t, 0, Number.MAX_SAFE_INTEGER);
  assertCount(batches, 1, 2 ** 16);
  const { a, b } = epochOrder(seed, Math.floor(t / batches), batches);
  return (a * (t % batches) + b) % batches;
}

function assertCount(value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new EngineError(
    { code: 'STEP_INVALID', found: value },
    `step, epoch and batch counts must be whole numbers from ${min} to ${max}, not ${String(value)}`,
  );
}

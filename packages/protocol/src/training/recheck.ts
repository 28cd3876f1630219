import { PublicKey } from '@solana/web3.js';
import { sha256 } from '../bytes.ts';
import type { JobId } from '../ids.ts';
import { checkpointCount } from './job-spec.ts';

/** Checkpoints are counted from 1; each stands for the epochs behind the one before it. */
export interface Stretch {
  readonly checkpoint: number;
  /** First and last of its epochs, counted from 1. */
  readonly from: number;
  readonly to: number;
}

export function stretchOf(
  spec: { readonly epochs: number; readonly checkpointInterval: number },
  checkpoint: number,
): Stretch {
  if (!Number.isInteger(checkpoint) || checkpoint < 1 || checkpoint > checkpointCount(spec)) {
    throw new RangeError(`there is no checkpoint ${checkpoint}`);
  }
  const { epochs, checkpointInterval } = spec;
  const from = (checkpoint - 1) * checkpointInterval + 1;
  return { checkpoint, from, to: Math.min(epochs, checkpoint * checkpointInterval) };
}

/**
 * The checkpoints to re-execute: `count` different ones of `checkpoints`, in ascending order. They follow from the hash of
 * a slot, which is to be one after the final anchor, so that the node could not know them, and from the job.
 */
export function drawnCheckpoints(
  slotHash: Uint8Array,
  job: JobId,
  checkpoints: number,
  count: number,
): number[] {
  const drawn = new Set<number>();
  const all = Math.min(count, checkpoints);
  const seed = sha256('cyxwiz:recheck:v1', slotHash, new PublicKey(job).toBytes());
  for (let index = 0; drawn.size < all; index += 1) {
    const number = new Uint8Array(4);
    new DataView(number.buffer).setUint32(0, index, true);
    const hash = sha256('cyxwiz:recheck-index:v1', seed, number);
    const first = new DataView(hash.buffer, hash.byteOffset).getBigUint64(0, true);
    drawn.add(Number(first % BigInt(checkpoints)) + 1);
  }
  return [...drawn].sort((a, b) => a - b);
}

/**
 * Probability that a node which cheated in so many of its checkpoints got through a recheck of `count` that are drawn
 * without repetition: none of the cheated ones was among them.
 */
export function missProbability(checkpoints: number, cheated: number, count: number): number {
  let probability = 1;
  for (let drawn = 0; drawn < Math.min(count, checkpoints); drawn += 1) {
    probability *= Math.max(0, checkpoints - cheated - drawn) / (checkpoints - drawn);
  }
  return probability;
}

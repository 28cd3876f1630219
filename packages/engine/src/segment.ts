import { poseidon8 } from 'poseidon-lite/poseidon8';
import { EngineError } from './errors.ts';
import { MAX_SEGMENTS } from './format.ts';
import { batchIndex } from './order.ts';
import type { SeedHex } from './seed.ts';

/** What a proof of one segment is about: the values that its only public signal hashes. */
export interface SegmentClaim {
  readonly binding: bigint;
  readonly challenge: bigint;
  readonly stepsRoot: bigint;
  readonly initialWeights: bigint;
  readonly finalWeights: bigint;
  readonly datasetRoot: bigint;
  readonly segment: number;
  /** Segments of the whole job. */
  readonly segments: number;
  /** The batch of each step of the segment. */
  readonly batchIndices: readonly number[];
}

/** How many segments a job has. @throws EngineError SEGMENTS_INVALID */
export function segmentCount(epochs: number, batches: number, steps: number): number {
  const segments = (epochs * batches) / steps;
  if (batches % steps === 0 && Number.isInteger(segments) && segments >= 1 && segments <= MAX_SEGMENTS) {
    return segments;
  }
  throw new EngineError(
    { code: 'SEGMENTS_INVALID', epochs, batches, steps, max: MAX_SEGMENTS },
    `${epochs} epochs of ${batches} batches cannot be proven ${steps} steps at a time: the batches of an epoch must be ` +
      `a multiple of ${steps}, and a job has 1 to ${MAX_SEGMENTS} segments`,
  );
}

/** The batches of the steps of a segment, by the job's schedule. @throws EngineError SEED_INVALID, STEP_INVALID */
export function segmentBatches(seed: SeedHex, segment: number, steps: number, batches: number): number[] {
  return Array.from({ length: steps }, (_, j) => batchIndex(seed, segment * steps + j, batches));
}

/** The public signal of a segment's proof, as the chain computes it. */
export function segmentStatement(claim: SegmentClaim): bigint {
  const { binding, challenge, stepsRoot, initialWeights, finalWeights, datasetRoot } = claim;
  const position = BigInt(claim.segment) + (BigInt(claim.segments) << 32n);
  const batches = claim.batchIndices.reduce((sum, index, j) => sum + (BigInt(index) << BigInt(16 * j)), 0n);
  return poseidon8([
    ...[binding, challenge, stepsRoot, initialWeights, finalWeights, datasetRoot],
    ...[position, batches],
  ]);
}

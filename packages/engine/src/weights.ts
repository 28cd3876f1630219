import { CHAIN_TAG, chainHash } from './chain-hash.ts';
import { EngineError } from './errors.ts';
import { assertRanges, FORMAT, stateLayout } from './format.ts';
import { HashStream, type SeedHex, seedBytes } from './seed.ts';
import { assertShape, type ExactShape } from './shape.ts';
import { packState } from './words.ts';

/** A network's weights as integers: w1 with 15 fractional bits, w2 with 16. */
export interface ExactWeights {
  readonly inputs: number;
  readonly hidden: number;
  readonly outputs: number;
  /** hidden × inputs, row by row. */
  readonly w1: Int32Array;
  /** outputs × hidden, row by row. */
  readonly w2: Int32Array;
}

/**
 * First weights of a job: uniform in −L…L, by SHA-256 in counter mode over the seed, w1 first, then w2, with
 * L1 = floor(sqrt(6/inputs)·2^15) and L2 = floor(sqrt(6/(16·hidden))·2^16). The last layer starts at a quarter of the
 * usual range: with the full one, the first steps silence many hidden units for good. Integers all the way, the
 * square root too.
 * @throws EngineError SHAPE_*, SEED_INVALID
 */
export function initialWeights(shape: ExactShape, seed: SeedHex): ExactWeights {
  assertRanges(shape);
  const { inputs, hidden, outputs } = shape;
  const stream = new HashStream('cyxwiz:initial-weights:v1', seedBytes(seed));
  const fill = (count: number, limit: number): Int32Array =>
    Int32Array.from({ length: count }, () => stream.below(2 * limit + 1) - limit);
  const w1 = fill(hidden * inputs, initialLimit(inputs, FORMAT.w1Fraction));
  return {
    inputs,
    hidden,
    outputs,
    w1,
    w2: fill(outputs * hidden, initialLimit(16 * hidden, FORMAT.w2Fraction)),
  };
}

/** floor(sqrt(6·4^fraction / divisor)), by Newton's method on integers. */
export function initialLimit(divisor: number, fraction: number): number {
  const square = (6n << BigInt(2 * fraction)) / BigInt(divisor);
  // From above, the estimates fall until they reach the integer root.
  let root = 1n << BigInt(fraction + 2);
  for (;;) {
    const next = (root + square / root) >> 1n;
    if (next >= root) return Number(root);
    root = next;
  }
}

/**
 * Refuses weights of the wrong size and any weight that is wider than its slot, where packing would no longer be
 * one-to-one.
 * @throws EngineError SHAPE_INVALID, WEIGHTS_INVALID, WEIGHT_OUT_OF_SLOT
 */
export function assertWeights(weights: ExactWeights): void {
  const { inputs, hidden, outputs, w1, w2 } = weights;
  assertShape({ inputs, hidden, outputs, batch: 1 });
  if (!(w1 instanceof Int32Array) || !(w2 instanceof Int32Array))
    throw invalid('w1 and w2 must be Int32Arrays');
  if (w1.length !== hidden * inputs) throw invalid(`w1 has ${w1.length} values, not ${hidden} × ${inputs}`);
  if (w2.length !== outputs * hidden) throw invalid(`w2 has ${w2.length} values, not ${outputs} × ${hidden}`);
  const { w1Limit, w2Limit } = stateLayout(weights);
  assertSlots('w1', w1, w1Limit);
  assertSlots('w2', w2, w2Limit);
}

/** @throws EngineError WEIGHT_OUT_OF_SLOT */
export function assertSlots(tensor: 'w1' | 'w2', values: ArrayLike<number>, limit: number): void {
  for (let index = 0; index < values.length; index++) {
    const found = values[index] as number;
    if (found >= -limit && found <= limit) continue;
    throw new EngineError(
      { code: 'WEIGHT_OUT_OF_SLOT', tensor, index, found, limit },
      `${tensor}[${index}] is ${found}, wider than its slot (±${limit}); the training diverges, so change the data or the shape`,
    );
  }
}

/**
 * The commitment to a network's weights: a field element. @throws as assertWeights.
 */
export function commitWeights(weights: ExactWeights): bigint {
  assertWeights(weights);
  return chainHash(CHAIN_TAG.weights, packState(weights, weights.w1, weights.w2));
}

export function copyWeights(weights: ExactWeights): ExactWeights {
  const { inputs, hidden, outputs, w1, w2 } = weights;
  return { inputs, hidden, outputs, w1: w1.slice(), w2: w2.slice() };
}

function invalid(reason: string): EngineError {
  return new EngineError(
    { code: 'WEIGHTS_INVALID', reason },
    `these weights do not make a network: ${reason}`,
  );
}

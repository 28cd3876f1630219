import type { ExactShape, ExactWeights, Samples } from '../../packages/engine/src/index.ts';
import { stateLayout } from '../../packages/engine/src/index.ts';

export interface RandomStep {
  readonly shape: ExactShape;
  readonly weights: ExactWeights;
  readonly batch: Samples;
}

/** The proven network; others only test the engine. */
export const PROVEN: ExactShape = { inputs: 64, hidden: 32, outputs: 10, batch: 8 };

/** SplitMix32: numbers that look random and are the same for a seed. */
export function generator(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    mixed ^= mixed >>> 15;
    return Math.floor(((mixed >>> 0) / 2 ** 32) * below);
  };
}

/**
 * A step over random weights and rows. Sizes of weights range from 2^3 to far beyond what a step can take; in some the
 * weights stand at the limits of their slots and cancel each other, so that only the update leaves the range. Every
 * other step is of the proven network.
 */
export function randomStep(index: number, seed: number): RandomStep {
  const next = generator(Math.imul(seed, 1_000_003) + index);
  if (index % 16 === 9) return secondLayerAtItsLimit(next);
  const shape =
    index % 2 === 0
      ? PROVEN
      : { inputs: 2 + next(80), hidden: 1 + next(48), outputs: 2 + next(14), batch: 1 + next(16) };
  const { inputs, hidden, outputs, batch } = shape;
  const matrix = (length: number) => {
    const size = 2 ** (3 + next(14));
    return Int32Array.from({ length }, () => next(2 * size + 1) - size);
  };
  const weights = { inputs, hidden, outputs, w1: matrix(hidden * inputs), w2: matrix(outputs * hidden) };
  const pixels = Uint8Array.from({ length: batch * inputs }, () => next(17));
  if (index % 16 === 3) firstLayerAtItsLimit(weights, pixels);
  const labels = Uint8Array.from({ length: batch }, () => next(outputs));
  return { shape, weights, batch: { pixels, labels } };
}

/** The first two inputs are equal in every row and their weights almost cancel. */
function firstLayerAtItsLimit(weights: ExactWeights, pixels: Uint8Array): void {
  const { inputs, w1 } = weights;
  const { w1Limit } = stateLayout(weights);
  for (let at = 0; at < w1.length; at += inputs) {
    w1[at] = w1Limit;
    w1[at + 1] = 5 - w1Limit;
  }
  for (let at = 0; at < pixels.length; at += inputs) pixels[at + 1] = pixels[at] ?? 0;
}

/** Two hidden units that are always equal; outputs 0 and 32 for label 0, so that the errors cancel in the deltas. */
function secondLayerAtItsLimit(next: (below: number) => number): RandomStep {
  const shape = { inputs: 1, hidden: 2, outputs: 2, batch: 1 };
  const { w2Limit } = stateLayout(shape);
  const near = w2Limit - 2 ** 16 * (1 + next(6));
  const w2 = Int32Array.of(w2Limit - next(2) * 2 ** 13, 0, near, 2 ** 13 - near);
  w2[1] = -(w2[0] ?? 0);
  return {
    shape,
    weights: { inputs: 1, hidden: 2, outputs: 2, w1: new Int32Array(2).fill(256 * 2 ** 10), w2 },
    batch: { pixels: Uint8Array.of(16), labels: Uint8Array.of(0) },
  };
}

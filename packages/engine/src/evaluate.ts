import type { Samples } from './dataset.ts';
import { EngineError } from './errors.ts';
import { assertRanges, HIDDEN_MAX, HIDDEN_SHIFT } from './format.ts';
import { roundShift } from './step.ts';
import { assertWeights, type ExactWeights } from './weights.ts';

export interface Evaluation {
  readonly correct: number;
  readonly total: number;
  /** Rows classified right, in millionths, rounded down; 0 when there are no rows. */
  readonly accuracyPpm: number;
}

/**
 * Classifies rows that training did not see. Hidden values beyond what a step may have are held at that limit, so any
 * weights can be evaluated exactly.
 * @throws EngineError WEIGHTS_INVALID, WEIGHT_OUT_OF_SLOT, DATASET_SHAPE_MISMATCH
 */
export function evaluate(weights: ExactWeights, rows: Samples): Evaluation {
  assertWeights(weights);
  const { inputs, hidden, outputs, w1, w2 } = weights;
  assertRanges({ inputs, hidden, outputs, batch: 1 });
  const total = rows.labels.length;
  if (rows.pixels.length !== total * inputs) {
    throw new EngineError(
      { code: 'DATASET_SHAPE_MISMATCH' },
      `these rows hold ${rows.pixels.length} values for ${total} labels, but the network takes ${inputs} inputs a row`,
    );
  }
  const active = new Int32Array(hidden);
  let correct = 0;
  for (let row = 0; row < total; row++) {
    for (let h = 0; h < hidden; h++) {
      let sum = 0;
      for (let k = 0; k < inputs; k++) {
        sum += (rows.pixels[row * inputs + k] as number) * (w1[h * inputs + k] as number);
      }
      active[h] = Math.min(HIDDEN_MAX, Math.max(0, roundShift(sum, HIDDEN_SHIFT)));
    }
    let best = 0;
    let most = Number.NEGATIVE_INFINITY;
    for (let o = 0; o < outputs; o++) {
      let sum = 0;
      for (let h = 0; h < hidden; h++) sum += (active[h] as number) * (w2[o * hidden + h] as number);
      if (sum > most) {
        most = sum;
        best = o;
      }
    }
    if (best === rows.labels[row]) correct++;
  }
  return { correct, total, accuracyPpm: total === 0 ? 0 : Math.floor((correct * 1_000_000) / total) };
}

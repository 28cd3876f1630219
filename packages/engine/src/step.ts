import type { Samples } from './dataset.ts';
import { EngineError } from './errors.ts';
import {
  assertRanges,
  DELTA_MAX,
  DELTA_MIN,
  FORMAT,
  HIDDEN_MAX,
  HIDDEN_MIN,
  HIDDEN_SHIFT,
  OUTPUT_MAX,
  OUTPUT_MIN,
  OUTPUT_SHIFT,
  stateLayout,
  TARGET,
  W1_STEP,
  W2_STEP,
} from './format.ts';
import type { ExactShape } from './shape.ts';
import { assertSlots, type ExactWeights } from './weights.ts';

/** What one step saw before it changed the weights: integers, to be summed over an epoch. */
export interface StepMetrics {
  /** Sum over rows and outputs of the squared error, in units of 4^-5. */
  readonly squaredError: number;
  readonly correct: number;
}

/** Rounds half up: floor((value + 2^(shift−1)) / 2^shift). Exact: a division by a power of two only moves the point. */
export function roundShift(value: number, shift: number): number {
  return Math.floor((value + 2 ** (shift - 1)) / 2 ** shift);
}

/**
 * One SGD step over one batch. Buffers are kept between steps; the weights change only after every check has passed,
 * so a refused step leaves them as they were.
 */
export class SgdStep {
  readonly #shape: ExactShape;
  readonly #limits: { w1Limit: number; w2Limit: number };
  readonly #hidden: Int32Array;
  readonly #error: Int32Array;
  /** The change that the last step subtracted from w1 and w2. */
  readonly change1: Int32Array;
  readonly change2: Int32Array;

  /** @throws EngineError SHAPE_* */
  constructor(shape: ExactShape) {
    assertRanges(shape);
    this.#shape = shape;
    this.#limits = stateLayout(shape);
    this.#hidden = new Int32Array(shape.hidden);
    this.#error = new Int32Array(shape.outputs);
    this.change1 = new Int32Array(shape.hidden * shape.inputs);
    this.change2 = new Int32Array(shape.outputs * shape.hidden);
  }

  /**
   * Trains `weights` (which have passed assertWeights) in place on one batch.
   * @throws EngineError VALUE_OUT_OF_SLOT or WEIGHT_OUT_OF_SLOT: this step could not be proven; weights are unchanged.
   * DATASET_SHAPE_MISMATCH when the batch is not one of prepareDataset's for this shape.
   */
  run(weights: ExactWeights, batch: Samples): StepMetrics {
    this.#assertBatch(batch);
    this.change1.fill(0);
    this.change2.fill(0);
    let squaredError = 0;
    let correct = 0;
    for (let row = 0; row < this.#shape.batch; row++) {
      this.#forwardHidden(weights.w1, batch.pixels, row);
      const label = batch.labels[row] as number;
      const best = this.#forwardOutput(weights.w2, label);
      if (best === label) correct++;
      for (const error of this.#error) squaredError += error * error;
      this.#backward(weights.w2, batch.pixels, row);
    }
    this.#apply(weights);
    return { squaredError, correct };
  }

  /** The proof of exactness rests on these, and a missing value would turn every sum into NaN unnoticed. */
  #assertBatch({ pixels, labels }: Samples): void {
    const { inputs, outputs, batch } = this.#shape;
    const whole = pixels.length === batch * inputs && labels.length === batch;
    if (whole && pixels.every((x) => x <= FORMAT.inputMax) && labels.every((y) => y < outputs)) return;
    throw new EngineError(
      { code: 'DATASET_SHAPE_MISMATCH' },
      `a batch must hold ${batch} rows of ${inputs} values from 0 to ${FORMAT.inputMax} and labels below ${outputs}; ` +
        'take batches from prepareDataset with the same shape',
    );
  }

  #forwardHidden(w1: Int32Array, pixels: Uint8Array, row: number): void {
    const { inputs, hidden } = this.#shape;
    const x = row * inputs;
    for (let h = 0; h < hidden; h++) {
      const w = h * inputs;
      let sum = 0;
      for (let k = 0; k < inputs; k++) sum += (pixels[x + k] as number) * (w1[w + k] as number);
      const z = roundShift(sum, HIDDEN_SHIFT);
      if (z < HIDDEN_MIN || z > HIDDEN_MAX) throw outOfSlot('hidden', z, HIDDEN_MIN, HIDDEN_MAX);
      this.#hidden[h] = Math.max(z, 0);
    }
  }

  /** Fills the errors and returns the output with the largest sum (the first of equals). */
  #forwardOutput(w2: Int32Array, label: number): number {
    const { hidden, outputs } = this.#shape;
    let best = 0;
    let most = Number.NEGATIVE_INFINITY;
    for (let o = 0; o < outputs; o++) {
      const w = o * hidden;
      let sum = 0;
      for (let h = 0; h < hidden; h++) sum += (this.#hidden[h] as number) * (w2[w + h] as number);
      if (sum > most) {
        most = sum;
        best = o;
      }
      const output = roundShift(sum, OUTPUT_SHIFT);
      if (output < OUTPUT_MIN || output > OUTPUT_MAX)
        throw outOfSlot('output', output, OUTPUT_MIN, OUTPUT_MAX);
      this.#error[o] = output - (o === label ? TARGET : 0);
    }
    return best;
  }

  #backward(w2: Int32Array, pixels: Uint8Array, row: number): void {
    const { inputs, hidden, outputs } = this.#shape;
    const x = row * inputs;
    for (let h = 0; h < hidden; h++) {
      let sum = 0;
      for (let o = 0; o < outputs; o++) sum += (this.#error[o] as number) * (w2[o * hidden + h] as number);
      const delta = roundShift(sum, OUTPUT_SHIFT);
      // Checked for silent units too: the circuit range-checks every delta before it masks it.
      if (delta < DELTA_MIN || delta > DELTA_MAX) throw outOfSlot('delta', delta, DELTA_MIN, DELTA_MAX);
      const active = this.#hidden[h] as number;
      if (active === 0) continue;
      for (let o = 0; o < outputs; o++) {
        const at = o * hidden + h;
        this.change2[at] = (this.change2[at] as number) + (this.#error[o] as number) * active * W2_STEP;
      }
      const scaled = delta * W1_STEP;
      const w = h * inputs;
      for (let k = 0; k < inputs; k++) {
        this.change1[w + k] = (this.change1[w + k] as number) + scaled * (pixels[x + k] as number);
      }
    }
  }

  #apply({ w1, w2 }: ExactWeights): void {
    const { w1Limit, w2Limit } = this.#limits;
    checkAfter('w1', w1, this.change1, w1Limit);
    checkAfter('w2', w2, this.change2, w2Limit);
    for (let i = 0; i < w1.length; i++) w1[i] = (w1[i] as number) - (this.change1[i] as number);
    for (let i = 0; i < w2.length; i++) w2[i] = (w2[i] as number) - (this.change2[i] as number);
  }
}

function checkAfter(tensor: 'w1' | 'w2', before: Int32Array, change: Int32Array, limit: number): void {
  for (let i = 0; i < before.length; i++) {
    const after = (before[i] as number) - (change[i] as number);
    if (after > limit || after < -limit)
      assertSlots(
        tensor,
        before.map((w, j) => w - (change[j] as number)),
        limit,
      );
  }
}

function outOfSlot(
  quantity: 'hidden' | 'output' | 'delta',
  found: number,
  min: number,
  max: number,
): EngineError {
  return new EngineError(
    { code: 'VALUE_OUT_OF_SLOT', quantity, found, min, max },
    `a ${quantity} value of ${found} is outside ${min} to ${max}, so this step cannot be proven: the training diverges ` +
      'or the inputs are too large; use a smaller network or scale the inputs down',
  );
}

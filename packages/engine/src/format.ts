import { EngineError } from './errors.ts';
import { assertShape, type ExactShape } from './shape.ts';

/**
 * The number format, version 2. Every value is an integer; `…Fraction` is how many of its bits lie behind the binary
 * point. docs/exact-training.md derives all of this; the step circuit is an instance of the same numbers. Each layer's
 * weights have just the bits that its update needs: every bit more is paid for in the circuit at every product.
 */
export const FORMAT = {
  version: 2,
  /** Data set values 0…16 stand for 0…1. */
  inputFraction: 4,
  inputMax: 16,
  w1Fraction: 15,
  w2Fraction: 16,
  /** Hidden values, outputs, errors and deltas. */
  activationFraction: 5,
  /** The learning rate is 2^-6, applied to the gradient summed over the batch. */
  learningRateShift: 6,
  /** Signed widths of the rounded hidden sums, outputs and deltas: what the circuit range-checks. */
  hiddenBits: 9,
  outputBits: 9,
  deltaBits: 9,
} as const;

/** Bits dropped when a hidden sum is rounded: it carries weight and input fraction. */
export const HIDDEN_SHIFT = FORMAT.w1Fraction + FORMAT.inputFraction - FORMAT.activationFraction;
/** Bits dropped when an output or a delta is rounded: both carry weight and activation fraction. */
export const OUTPUT_SHIFT = FORMAT.w2Fraction;
/** Factors that bring a gradient times the learning rate to the weights' scale: exact, never rounded. */
export const W1_STEP =
  2 ** (FORMAT.w1Fraction - FORMAT.activationFraction - FORMAT.inputFraction - FORMAT.learningRateShift);
export const W2_STEP = 2 ** (FORMAT.w2Fraction - 2 * FORMAT.activationFraction - FORMAT.learningRateShift);
/** The target output of the right class (1.0). */
export const TARGET = 2 ** FORMAT.activationFraction;

/** ReLU's mask must be the top bit of the shifted value, hence the range −(2^8−1) … 2^8 for hidden sums. */
export const HIDDEN_MIN = 1 - 2 ** (FORMAT.hiddenBits - 1);
export const HIDDEN_MAX = 2 ** (FORMAT.hiddenBits - 1);
export const OUTPUT_MIN = -(2 ** (FORMAT.outputBits - 1));
export const OUTPUT_MAX = 2 ** (FORMAT.outputBits - 1) - 1;
export const DELTA_MIN = -(2 ** (FORMAT.deltaBits - 1));
export const DELTA_MAX = 2 ** (FORMAT.deltaBits - 1) - 1;

/** A word is one field element; 253 bits always stay below the BN254 scalar modulus. */
export const WORD_BITS = 253;
/** Weights live in Int32Array; one bit is kept free so that a step cannot leave 32 bits before it is checked. */
const WEIGHT_BITS = 31;

/** How a row of `count` weights is laid into words: `words` of `perWord` slots, each `slotBits` wide. */
export interface WordLayout {
  readonly count: number;
  readonly words: number;
  readonly perWord: number;
  readonly slotBits: number;
}

/** The circuit's layout: as few words as the product's width allows, then the slots as wide as they fit. */
export function wordLayout(count: number, productBits: number): WordLayout {
  const words = Math.ceil(count / Math.floor(WORD_BITS / productBits));
  const perWord = Math.ceil(count / words);
  return { count, words, perWord, slotBits: Math.floor(WORD_BITS / perWord) };
}

export interface StateLayout {
  /** W1 by input column over the hidden units. */
  readonly hidden: WordLayout;
  /** W2 by hidden unit over the outputs (forward pass). */
  readonly output: WordLayout;
  /** W2 by output over the hidden units (backward pass). */
  readonly delta: WordLayout;
  readonly words: number;
  /** Largest magnitudes that a committed weight may have. */
  readonly w1Limit: number;
  readonly w2Limit: number;
}

export function stateLayout(shape: Omit<ExactShape, 'batch'>): StateLayout {
  const hidden = wordLayout(shape.hidden, FORMAT.hiddenBits + HIDDEN_SHIFT);
  const output = wordLayout(shape.outputs, FORMAT.outputBits + OUTPUT_SHIFT);
  const delta = wordLayout(shape.hidden, FORMAT.deltaBits + OUTPUT_SHIFT);
  const limit = (...slots: number[]): number => 2 ** (Math.min(WEIGHT_BITS, ...slots) - 1) - 1;
  return {
    hidden,
    output,
    delta,
    words: shape.inputs * hidden.words + shape.hidden * output.words + shape.outputs * delta.words,
    w1Limit: limit(hidden.slotBits),
    w2Limit: limit(output.slotBits, delta.slotBits),
  };
}

/** The tree over a data set's batches: 8 bits of index. */
export const TREE_ARITY = 4;
export const TREE_LEVELS = 4;
export const MAX_BATCHES = TREE_ARITY ** TREE_LEVELS;
/** The tree over a job's states: one more state than segments must fit. */
export const STATE_TREE_LEVELS = 7;
export const MAX_SEGMENTS = TREE_ARITY ** STATE_TREE_LEVELS - 1;

const INT32 = 2n ** 31n - 1n;
const SAFE = 2n ** 53n - 1n;

/**
 * Largest magnitude of every intermediate value of training, evaluation and metrics for this shape, given that
 * weights, hidden sums, outputs and deltas pass their checks. All bounds are exact integers.
 */
export function rangeBounds(shape: ExactShape): { quantity: string; bound: bigint; limit: bigint }[] {
  const n = (value: number): bigint => BigInt(value);
  const { w1Limit, w2Limit } = stateLayout(shape);
  const half = (shift: number): bigint => 2n ** n(shift - 1);
  const error = n(-OUTPUT_MIN + TARGET);
  const g1 = n(shape.batch) * n(-DELTA_MIN) * n(FORMAT.inputMax) * n(W1_STEP);
  const g2 = n(shape.batch) * error * n(HIDDEN_MAX) * n(W2_STEP);
  const rows = n(shape.batch) * n(MAX_BATCHES);
  return [
    {
      quantity: 'hidden sum',
      bound: n(shape.inputs * FORMAT.inputMax) * n(w1Limit) + half(HIDDEN_SHIFT),
      limit: SAFE,
    },
    {
      quantity: 'output sum',
      bound: n(shape.hidden * HIDDEN_MAX) * n(w2Limit) + half(OUTPUT_SHIFT),
      limit: SAFE,
    },
    { quantity: 'delta sum', bound: n(shape.outputs) * error * n(w2Limit) + half(OUTPUT_SHIFT), limit: SAFE },
    { quantity: 'first-layer gradient', bound: g1, limit: INT32 },
    { quantity: 'second-layer gradient', bound: g2, limit: INT32 },
    { quantity: 'first-layer weight after a step', bound: n(w1Limit) + g1, limit: INT32 },
    { quantity: 'second-layer weight after a step', bound: n(w2Limit) + g2, limit: INT32 },
    { quantity: 'squared error of an epoch', bound: rows * n(shape.outputs) * error * error, limit: SAFE },
  ];
}

/**
 * The engine's precondition, checked before anything is trained or committed: the shape is allowed and every product
 * and sum stays an exact integer (below 2^53 as a Number, below 2^31 where it is stored in an Int32Array).
 * @throws EngineError SHAPE_INVALID or SHAPE_EXCEEDS_NUMBER_RANGE.
 */
export function assertRanges(shape: ExactShape): void {
  assertShape(shape);
  assertExactArithmetic(shape);
}

/** The second half of assertRanges, for any whole numbers. @throws EngineError SHAPE_EXCEEDS_NUMBER_RANGE */
export function assertExactArithmetic(shape: ExactShape): void {
  for (const { quantity, bound, limit } of rangeBounds(shape)) {
    if (bound <= limit) continue;
    throw new EngineError(
      { code: 'SHAPE_EXCEEDS_NUMBER_RANGE', quantity, bound, limit },
      `a ${shape.inputs}-${shape.hidden}-${shape.outputs} network with batches of ${shape.batch} could bring the ` +
        `${quantity} to ${bound}, beyond ${limit}, where arithmetic is no longer exact; choose a smaller shape`,
    );
  }
}

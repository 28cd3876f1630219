import { FIELD_MODULUS } from './field.ts';
import { stateLayout, type WordLayout } from './format.ts';
import type { ExactShape } from './shape.ts';

/**
 * Packs a row of integers into words: slot i of a word weighs 2^(i·slotBits); the sum is taken over the integers and
 * reduced into the field. Linear, so packing a difference is the difference of the packings.
 * `value(i)` gives the row's i-th integer; words are appended to `out`.
 */
function packRow(layout: WordLayout, value: (i: number) => number, out: bigint[]): void {
  const shift = BigInt(layout.slotBits);
  for (let word = 0; word < layout.words; word++) {
    const start = word * layout.perWord;
    let packed = 0n;
    for (let i = Math.min(layout.count, start + layout.perWord) - 1; i >= start; i--) {
      packed = (packed << shift) + BigInt(value(i));
    }
    packed %= FIELD_MODULUS;
    out.push(packed < 0n ? packed + FIELD_MODULUS : packed);
  }
}

/**
 * The committed state of a network, in the order of the step circuit: W1 by input column over the hidden units, W2 by
 * hidden unit over the outputs, W2 by output over the hidden units. Also packs gradients, since packing is linear:
 * words after a step = words before − words of the step's change.
 */
export function packState(
  shape: Omit<ExactShape, 'batch'>,
  w1: ArrayLike<number>,
  w2: ArrayLike<number>,
): bigint[] {
  const { inputs, hidden, outputs } = shape;
  const layout = stateLayout(shape);
  const words: bigint[] = [];
  for (let k = 0; k < inputs; k++) packRow(layout.hidden, (h) => w1[h * inputs + k] as number, words);
  for (let h = 0; h < hidden; h++) packRow(layout.output, (o) => w2[o * hidden + h] as number, words);
  for (let o = 0; o < outputs; o++) packRow(layout.delta, (h) => w2[o * hidden + h] as number, words);
  return words;
}

const PIXEL_BITS = 5;
const STREAM_BITS = 250;

/** A batch as words: pixels of 5 bits, row by row, then the labels; a digit that does not fit begins a new word. */
export function packBatch(pixels: Uint8Array, labels: Uint8Array, outputs: number): bigint[] {
  const labelBits = (outputs - 1).toString(2).length;
  const words: bigint[] = [];
  let word = 0n;
  let used = 0;
  const put = (value: number, bits: number): void => {
    if (used + bits > STREAM_BITS) {
      words.push(word);
      word = 0n;
      used = 0;
    }
    word += BigInt(value) << BigInt(used);
    used += bits;
  };
  for (const pixel of pixels) put(pixel, PIXEL_BITS);
  for (const label of labels) put(label, labelBits);
  words.push(word);
  return words;
}

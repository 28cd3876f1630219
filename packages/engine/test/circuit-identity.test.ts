import { expect } from 'chai';
import type { WordLayout } from '../src/format.ts';
import {
  type ExactShape,
  ExactTrainer,
  FIELD_MODULUS,
  packState,
  SgdStep,
  stateLayout,
} from '../src/index.ts';
import { DIGITS, digits, numbers, SMALL, seedOf } from './digits.ts';

const mod = (value: bigint): bigint => ((value % FIELD_MODULUS) + FIELD_MODULUS) % FIELD_MODULUS;

/** Σ value(i)·2^(slot·i) over one word of a layout, in the field: how the circuit packs what it range-checked. */
function packed(layout: WordLayout, word: number, value: (i: number) => bigint): bigint {
  let sum = 0n;
  for (let i = 0; i < layout.perWord && word * layout.perWord + i < layout.count; i++) {
    sum += value(word * layout.perWord + i) << BigInt(layout.slotBits * i);
  }
  return mod(sum);
}

/** Random rows for a shape. */
function rows(shape: ExactShape, next: (below: number) => number) {
  return {
    pixels: Uint8Array.from({ length: shape.batch * shape.inputs }, () => next(17)),
    labels: Uint8Array.from({ length: shape.batch }, () => next(shape.outputs)),
  };
}

// What the step circuit of the exact tier will state about packed words, checked here on the engine's own steps.
describe('packed words', function () {
  this.timeout(60_000);

  it('words after a step are the words before it less the packed change', () => {
    const next = numbers(1);
    for (const shape of [DIGITS, SMALL, { inputs: 9, hidden: 33, outputs: 11, batch: 3 }]) {
      const step = new SgdStep(shape);
      const { inputs, hidden, outputs } = shape;
      const weights = {
        inputs,
        hidden,
        outputs,
        w1: Int32Array.from({ length: hidden * inputs }, () => next(7_501) - 3_750),
        w2: Int32Array.from({ length: outputs * hidden }, () => next(15_001) - 7_500),
      };
      for (let i = 0; i < 5; i++) {
        const before = packState(shape, weights.w1, weights.w2);
        step.run(weights, rows(shape, next));
        const change = packState(shape, step.change1, step.change2);
        const after = packState(shape, weights.w1, weights.w2);
        expect(after).to.deep.equal(before.map((word, j) => mod(word - (change[j] as bigint))));
        expect(change.some((word) => word !== 0n)).to.equal(true);
      }
    }
  });

  it('one product a word gives all hidden sums of the word, in the slots the circuit range-checks', () => {
    const dataset = digits();
    const trainer = new ExactTrainer({ shape: DIGITS, dataset, seed: seedOf(3) });
    trainer.runEpoch();
    const { w1, w2 } = trainer.weights;
    const { inputs, hidden } = DIGITS;
    const words = packState(DIGITS, w1, w2);
    const layout = stateLayout(DIGITS).hidden;
    for (const batch of dataset.batches.slice(0, 20)) {
      for (let word = 0; word < layout.words; word++) {
        let product = 0n;
        for (let k = 0; k < inputs; k++) {
          product += BigInt(batch.pixels[k] as number) * (words[k * layout.words + word] as bigint);
        }
        const sums = packed(layout, word, (h) => {
          let sum = 0;
          for (let k = 0; k < inputs; k++)
            sum += (batch.pixels[k] as number) * (w1[h * inputs + k] as number);
          // 9 bits of quotient and 14 of remainder, as the circuit splits it.
          expect(sum + 2 ** 13).to.be.within(-255 * 2 ** 14, 257 * 2 ** 14 - 1);
          return BigInt(sum);
        });
        expect(mod(product)).to.equal(sums);
      }
    }
    expect(hidden).to.equal(layout.count);
  });

  it('are few for 64-32-10: 192 + 32 + 40 words, slots of 23, 25 and 31 bits', () => {
    const { hidden, output, delta, words } = stateLayout(DIGITS);
    expect([hidden.words, output.words, delta.words]).to.deep.equal([3, 1, 4]);
    expect([hidden.slotBits, output.slotBits, delta.slotBits]).to.deep.equal([23, 25, 31]);
    expect(words).to.equal(264);
  });

  it('are different for different weights: a one-off anywhere, also at the limits, changes a word', () => {
    const next = numbers(2);
    const { w1Limit, w2Limit } = stateLayout(DIGITS);
    const edge = (limit: number): number => [limit, -limit, limit - 1, 0, -1][next(5)] as number;
    const w1 = Int32Array.from({ length: 32 * 64 }, () => edge(w1Limit));
    const w2 = Int32Array.from({ length: 10 * 32 }, () => edge(w2Limit));
    const words = packState(DIGITS, w1, w2).join();
    for (let i = 0; i < 40; i++) {
      const tensor = i % 2 === 0 ? w1 : w2;
      const at = next(tensor.length);
      const held = tensor[at] as number;
      tensor[at] = held > 0 ? held - 1 : held + 1;
      expect(packState(DIGITS, w1, w2).join()).to.not.equal(words);
      tensor[at] = held;
    }
  });
});

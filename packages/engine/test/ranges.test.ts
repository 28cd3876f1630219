import { expect } from 'chai';
import { assertExactArithmetic } from '../src/format.ts';
import {
  assertRanges,
  commitWeights,
  type ExactShape,
  ExactTrainer,
  type ExactWeights,
  FORMAT,
  initialWeights,
  prepareDataset,
  rangeBounds,
  roundShift,
  type Samples,
  SgdStep,
  SHAPE_LIMITS,
  stateLayout,
} from '../src/index.ts';
import { initialLimit } from '../src/weights.ts';
import { DIGITS, digits, numbers, SMALL, seedOf, smallCsv } from './digits.ts';
import { refused } from './refused.ts';

const LARGEST: ExactShape = { inputs: 1024, hidden: 512, outputs: 64, batch: 64 };
const TINY: ExactShape = { inputs: 1, hidden: 1, outputs: 2, batch: 1 };

function network(shape: ExactShape, w1: number, w2: number | number[]): ExactWeights {
  const { inputs, hidden, outputs } = shape;
  const second = Array.isArray(w2) ? w2 : Array(outputs * hidden).fill(w2);
  return {
    inputs,
    hidden,
    outputs,
    w1: new Int32Array(hidden * inputs).fill(w1),
    w2: Int32Array.from(second),
  };
}

const row = (pixel: number, label: number): Samples => ({
  pixels: Uint8Array.of(pixel),
  labels: Uint8Array.of(label),
});

describe('ranges', () => {
  it('every intermediate value of every allowed shape stays an exact integer', () => {
    for (const { quantity, bound, limit } of rangeBounds(LARGEST)) {
      expect(bound <= limit, `${quantity}: ${bound} > ${limit}`).to.equal(true);
    }
    const next = numbers(5);
    const any = ({ min, max }: { min: number; max: number }): number => min + next(max - min + 1);
    for (let i = 0; i < 500; i++) {
      assertRanges({
        inputs: any(SHAPE_LIMITS.inputs),
        hidden: any(SHAPE_LIMITS.hidden),
        outputs: any(SHAPE_LIMITS.outputs),
        batch: any(SHAPE_LIMITS.batch),
      });
    }
  });

  it('a shape beyond the limits is refused by its arithmetic, with the bound that breaks', () => {
    const quantities = [
      [{ inputs: 2 ** 28 }, 'hidden sum'],
      [{ hidden: 2 ** 22 }, 'output sum'],
      [{ outputs: 2 ** 22 }, 'delta sum'],
      [{ batch: 2 ** 20 }, 'first-layer gradient'],
      [{ batch: 2 ** 15 }, 'second-layer gradient'],
    ] as const;
    for (const [change, quantity] of quantities) {
      const failure = refused('SHAPE_EXCEEDS_NUMBER_RANGE', () =>
        assertExactArithmetic({ ...DIGITS, ...change }),
      );
      expect(failure).to.include({ quantity });
    }
  });

  it('a batch of another shape or beyond the input range is refused before it can do harm', () => {
    const { batches } = digits();
    const { pixels, labels } = batches[0] as Samples;
    const bad: Samples[] = [
      { pixels: pixels.subarray(1), labels },
      { pixels, labels: labels.subarray(1) },
      { pixels: pixels.map((x, i) => (i === 9 ? 17 : x)), labels },
      { pixels, labels: labels.map(() => 10) },
    ];
    const weights = initialWeights(DIGITS, seedOf(1));
    for (const batch of bad) refused('DATASET_SHAPE_MISMATCH', () => new SgdStep(DIGITS).run(weights, batch));
    expect(weights).to.deep.equal(initialWeights(DIGITS, seedOf(1)));
  });

  it('words stay below the field modulus, signs included, for every number of hidden units and outputs', () => {
    for (let count = 1; count <= 512; count++) {
      const layout = stateLayout({ inputs: 1, hidden: count, outputs: Math.max(2, count % 65) });
      for (const { words, perWord, slotBits } of [layout.hidden, layout.output, layout.delta]) {
        expect(perWord * slotBits).to.be.at.most(253);
        expect(words * perWord).to.be.at.least(1);
      }
      expect(layout.hidden.slotBits).to.be.at.least(FORMAT.hiddenBits + 14);
      expect(layout.delta.slotBits).to.be.at.least(FORMAT.deltaBits + 16);
      expect(layout.output.slotBits).to.be.at.least(FORMAT.outputBits + 16);
      expect(layout.w1Limit).to.be.at.most(2 ** (layout.hidden.slotBits - 1) - 1);
      expect(layout.w2Limit).to.be.at.most(
        2 ** (Math.min(layout.output.slotBits, layout.delta.slotBits) - 1) - 1,
      );
    }
  });

  const wrong: [string, unknown][] = [
    ['missing', undefined],
    ['null', null],
    ['text', '64'],
    ['zero', 0],
    ['negative', -1],
    ['fraction', 1.5],
    ['not a number', Number.NaN],
    ['infinite', Number.POSITIVE_INFINITY],
    ['huge', 1e9],
  ];
  for (const field of ['inputs', 'hidden', 'outputs', 'batch'] as const) {
    for (const [name, value] of wrong) {
      it(`refuses a shape whose ${field} is ${name}`, () => {
        const shape = { ...DIGITS, [field]: value } as ExactShape;
        for (const use of [
          () => assertRanges(shape),
          () => prepareDataset(smallCsv(20), shape),
          () => initialWeights(shape, seedOf(1)),
        ]) {
          expect(refused('SHAPE_INVALID', use)).to.include({ field, ...SHAPE_LIMITS[field] });
        }
      });
    }
    it(`refuses ${field} one beyond its limits, takes the limits`, () => {
      const { min, max } = SHAPE_LIMITS[field];
      assertRanges({ ...DIGITS, [field]: min });
      assertRanges({ ...DIGITS, [field]: max });
      refused('SHAPE_INVALID', () => assertRanges({ ...DIGITS, [field]: max + 1 }));
      refused('SHAPE_INVALID', () => assertRanges({ ...DIGITS, [field]: min - 1 }));
    });
  }
  it('refuses no shape at all', () => {
    refused('SHAPE_INVALID', () => assertRanges(undefined as unknown as ExactShape));
  });

  it('rounds half up, also below zero and at 2^52', () => {
    expect([-3, -2, -1, 0, 1, 2, 3, 5, 6].map((v) => roundShift(v, 2))).to.deep.equal([
      -1, 0, 0, 0, 0, 1, 1, 1, 2,
    ]);
    const next = numbers(9);
    for (let i = 0; i < 2000; i++) {
      const value = (next(2) ? 1 : -1) * (next(2 ** 31) * 2 ** 21 + next(2 ** 21));
      const shift = 1 + next(20);
      const exact = (BigInt(value) + (1n << BigInt(shift - 1))) >> BigInt(shift);
      expect(BigInt(roundShift(value, shift))).to.equal(exact);
    }
  });
});

describe('slots', () => {
  it('a hidden sum, an output and a delta each pass at their limits and are refused one beyond, weights unchanged', () => {
    // One input of 16 (1.0), one hidden unit: hidden value = w1/2^10, outputs = hidden·w2/2^16.
    const unit = 2 ** 10;
    const one = 2 ** 16;
    const cases: [w1: number, w2: number[], label: number, 'hidden' | 'output' | 'delta' | undefined][] = [
      [256 * unit + unit / 2 - 1, [0, 0], 0, undefined],
      [256 * unit + unit / 2, [0, 0], 0, 'hidden'],
      [-255 * unit - unit / 2, [0, 0], 0, undefined],
      [-255 * unit - unit / 2 - 1, [0, 0], 0, 'hidden'],
      [256 * unit, [255.5 * 256 - 1, 0], 0, undefined],
      [256 * unit, [255.5 * 256, 0], 0, 'output'],
      [256 * unit, [-256 * 256, one / 16], 1, undefined],
      [256 * unit, [-256.5 * 256 - 1, one / 16], 1, 'output'],
      // A silent unit: the errors are −32 and 0, so delta = −32·w2/2^16. It is checked although it changes nothing.
      [-unit, [8 * one, 0], 0, undefined],
      [-unit, [8 * one + one / 64 + 1, 0], 0, 'delta'],
      [-unit, [-8 * one + one / 64 + 1, 0], 0, undefined],
      [-unit, [-8 * one + one / 64, 0], 0, 'delta'],
    ];
    for (const [w1, w2, label, quantity] of cases) {
      const weights = network(TINY, w1, w2);
      const step = (): unknown => new SgdStep(TINY).run(weights, row(16, label));
      if (quantity === undefined) {
        step();
        continue;
      }
      expect(refused('VALUE_OUT_OF_SLOT', step), `w1 ${w1} w2 ${w2}`).to.include({ quantity });
      expect([...weights.w1, ...weights.w2]).to.deep.equal([w1, ...w2]);
    }
  });

  it('a step that would push a weight out of its slot is refused and changes nothing, in either layer', () => {
    const shape1 = { inputs: 2, hidden: 1, outputs: 2, batch: 1 };
    const limit1 = stateLayout(shape1).w1Limit;
    const first = { ...network(shape1, 0, [2 ** 16, 0]), w1: Int32Array.of(limit1, -limit1 + 5 * 2 ** 14) };
    const batch = { pixels: Uint8Array.of(1, 1), labels: Uint8Array.of(0) };
    // Hidden 5, output 5, error −27, delta −27: each weight grows by 27.
    expect(refused('WEIGHT_OUT_OF_SLOT', () => new SgdStep(shape1).run(first, batch))).to.deep.include({
      tensor: 'w1',
      index: 0,
      found: limit1 + 27,
      limit: limit1,
    });
    expect([...first.w1]).to.deep.equal([limit1, -limit1 + 5 * 2 ** 14]);
    first.w1[0] = limit1 - 27;
    new SgdStep(shape1).run(first, batch);
    expect(first.w1[0]).to.equal(limit1);

    const shape2 = { inputs: 1, hidden: 2, outputs: 2, batch: 1 };
    const limit2 = stateLayout(shape2).w2Limit;
    const near = limit2 - 2 ** 16;
    const rows2 = [limit2, -limit2, near, -near + 2 ** 13];
    const second = network(shape2, 256 * 2 ** 10, rows2);
    // Outputs 0 and 32, label 0: errors −32 and 32 cancel in the deltas, and the first weight grows by 32·256.
    expect(refused('WEIGHT_OUT_OF_SLOT', () => new SgdStep(shape2).run(second, row(16, 0)))).to.deep.include({
      tensor: 'w2',
      index: 0,
      found: limit2 + 2 ** 13,
      limit: limit2,
    });
    expect([...second.w2]).to.deep.equal(rows2);
    expect([...second.w1]).to.deep.equal([2 ** 18, 2 ** 18]);
  });

  it('commitments take weights at their limits and refuse one beyond, in either tensor', () => {
    for (const shape of [TINY, SMALL, { ...DIGITS, hidden: 9 }]) {
      const { w1Limit, w2Limit } = stateLayout(shape);
      for (const sign of [1, -1]) {
        commitWeights(network(shape, sign * w1Limit, sign * w2Limit));
        const over1 = network(shape, 0, 0);
        over1.w1[over1.w1.length - 1] = sign * (w1Limit + 1);
        expect(refused('WEIGHT_OUT_OF_SLOT', () => commitWeights(over1))).to.deep.include({
          tensor: 'w1',
          index: over1.w1.length - 1,
          found: sign * (w1Limit + 1),
          limit: w1Limit,
        });
        const over2 = network(shape, 0, 0);
        over2.w2[0] = sign * (w2Limit + 1);
        expect(refused('WEIGHT_OUT_OF_SLOT', () => commitWeights(over2))).to.include({
          tensor: 'w2',
          index: 0,
        });
      }
    }
  });

  it('a diverging training ends with a typed error at the last good batch, and the trainer can still be saved', () => {
    const dataset = digits();
    const start = initialWeights(DIGITS, seedOf(1));
    const wild = { ...start, w2: start.w2.map((w) => w * 30) };
    const trainer = new ExactTrainer({ shape: DIGITS, dataset, seed: seedOf(1), weights: wild });
    refused('VALUE_OUT_OF_SLOT', () => trainer.runEpoch());
    const { batch } = trainer;
    const committed = commitWeights(trainer.weights);
    refused('VALUE_OUT_OF_SLOT', () => trainer.runEpoch());
    expect([trainer.batch, trainer.epoch, commitWeights(trainer.weights)]).to.deep.equal([
      batch,
      0,
      committed,
    ]);
    expect(trainer.snapshot().length).to.be.greaterThan(0);
  });
});

describe('initial weights', () => {
  it('are integers within their bounds, the same for a seed, others for another', () => {
    const { w1, w2 } = initialWeights(DIGITS, seedOf(7));
    const [limit1, limit2] = [initialLimit(64, 15), initialLimit(16 * 32, 16)];
    expect([limit1, limit2]).to.deep.equal([
      Math.floor(Math.sqrt(6 / 64) * 2 ** 15),
      Math.floor(Math.sqrt(6 / 512) * 2 ** 16),
    ]);
    expect(Math.max(...w1)).to.be.within(limit1 * 0.99, limit1);
    expect(Math.min(...w1)).to.be.within(-limit1, -limit1 * 0.99);
    expect(Math.max(...w2)).to.be.within(limit2 * 0.95, limit2);
    expect(Math.min(...w2)).to.be.within(-limit2, -limit2 * 0.95);
    expect(initialWeights(DIGITS, seedOf(7))).to.deep.equal(initialWeights(DIGITS, seedOf(7)));
    expect(commitWeights(initialWeights(DIGITS, seedOf(8)))).to.not.equal(
      commitWeights(initialWeights(DIGITS, seedOf(7))),
    );
  });

  it('have the exact integer square root as their bound for every divisor', () => {
    for (let divisor = 1; divisor <= 8192; divisor += 7) {
      for (const fraction of [15, 16]) {
        const square = (6n << BigInt(2 * fraction)) / BigInt(divisor);
        const root = BigInt(initialLimit(divisor, fraction));
        expect(root * root <= square && (root + 1n) * (root + 1n) > square, String(divisor)).to.equal(true);
      }
    }
  });

  for (const [name, seed] of [
    ['missing', undefined],
    ['short', 'ab'],
    ['upper case', 'A'.repeat(64)],
    ['not hex', 'g'.repeat(64)],
    ['prefixed', `0x${'0'.repeat(62)}`],
  ] as const) {
    it(`refuses a seed that is ${name}`, () => {
      refused('SEED_INVALID', () => initialWeights(DIGITS, seed as string));
      refused(
        'SEED_INVALID',
        () => new ExactTrainer({ shape: DIGITS, dataset: digits(), seed: seed as string }),
      );
    });
  }
});

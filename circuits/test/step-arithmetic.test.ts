// SPDX-License-Identifier: GPL-3.0-or-later
//
// The arithmetic of a step without the hashes: against the engine on random and extreme numbers, at each limit of each
// quantity, and beyond, where words carry.
import { expect } from 'chai';
import {
  copyWeights,
  EngineError,
  type ExactShape,
  type ExactWeights,
  packState,
  type Samples,
  SgdStep,
  stateLayout,
} from '../../packages/engine/src/index.ts';
import { type Compiled, compileUnchecked } from './compiled.ts';
import { MODULUS, readWitness, violated } from './constraints.ts';
import { FORMATS, numbers, randomBatch } from './step-job.ts';
import { undetermined } from './uniqueness.ts';

const source = (template: string, call: string) =>
  `pragma circom 2.1.6;\ninclude "circuits/templates/${template}.circom";\ncomponent main = ${call};\n`;

/** Two words of eleven hidden units and no bit to spare, ten outputs in one word, three words backwards. */
const WIDE: ExactShape = { inputs: 2, hidden: 22, outputs: 10, batch: 2 };
const TINY: ExactShape = { inputs: 1, hidden: 1, outputs: 2, batch: 1 };

const step = ({ inputs, hidden, outputs, batch }: ExactShape) =>
  source('training_step', `TrainingStep(${inputs}, ${hidden}, ${outputs}, ${batch}, ${FORMATS})`);

function split(shape: ExactShape, words: readonly bigint[]) {
  const { inputs, hidden, outputs } = shape;
  const layout = stateLayout(shape);
  const left = [...words];
  const take = (rows: number, size: number) => Array.from({ length: rows }, () => left.splice(0, size));
  return {
    w1: take(inputs, layout.hidden.words),
    w2Forward: take(hidden, layout.output.words),
    w2Backward: take(outputs, layout.delta.words),
  };
}

function inputOf(shape: ExactShape, weights: ExactWeights, batch: Samples) {
  const rows = Array.from({ length: shape.batch }, (_, b) => b);
  return {
    ...split(shape, packState(shape, weights.w1, weights.w2)),
    pixels: rows.map((b) => [...batch.pixels.subarray(b * shape.inputs, (b + 1) * shape.inputs)]),
    oneHot: rows.map((b) => Array.from({ length: shape.outputs }, (_, o) => Number(batch.labels[b] === o))),
  };
}

/** A circuit's outputs by name, flat, in the order of the state; and whether the witness satisfies it. */
async function run(circuit: Compiled, shape: ExactShape, input: object) {
  const witness = readWitness(await circuit.witness({ ...input }));
  const { inputs, hidden, outputs } = shape;
  const layout = stateLayout(shape);
  const read = (name: string, rows: number, words: number) =>
    Array.from({ length: rows * words }, (_, i) => {
      const wire = circuit.symbols.get(`${name}[${Math.floor(i / words)}][${i % words}]`) ?? -1;
      return witness[wire] as bigint;
    });
  return {
    witness,
    holds: violated(circuit.constraints, witness).length === 0,
    after: [
      ...read('w1After', inputs, layout.hidden.words),
      ...read('w2ForwardAfter', hidden, layout.output.words),
      ...read('w2BackwardAfter', outputs, layout.delta.words),
    ],
  };
}

/** What the engine makes of the step, or undefined when it refuses. */
function engineStep(shape: ExactShape, weights: ExactWeights, batch: Samples): ExactWeights | undefined {
  const after = copyWeights(weights);
  try {
    new SgdStep(shape).run(after, batch);
    return after;
  } catch (error) {
    if (error instanceof EngineError && /_OUT_OF_SLOT$/.test(error.code)) return undefined;
    throw error;
  }
}

describe('sgd_step, its arithmetic', function () {
  this.timeout(300_000);
  let wide: Compiled;
  let tiny: Compiled;

  before(() => {
    wide = compileUnchecked('step_wide', step(WIDE));
    tiny = compileUnchecked('step_tiny', step(TINY));
  });

  it('is the engine’s, on 40 random steps of all sizes of weights', async () => {
    const next = numbers(3);
    let refusals = 0;
    for (let i = 0; i < 40; i++) {
      const size = 2 ** (10 + (i % 10));
      const any = (length: number) => Int32Array.from({ length }, () => next(2 * size + 1) - size);
      const weights = { ...WIDE, w1: any(44), w2: any(220) };
      const batch = randomBatch(WIDE, next);
      const expected = engineStep(WIDE, weights, batch);
      const { holds, after } = await run(wide, WIDE, inputOf(WIDE, weights, batch));
      if (!expected) {
        refusals++;
        continue;
      }
      expect(holds, `step ${i}`).to.equal(true);
      expect(after, `step ${i}`).to.deep.equal(packState(WIDE, expected.w1, expected.w2));
    }
    expect(refusals).to.be.within(1, 30);
  });

  it('has one witness for its inputs', async () => {
    const next = numbers(4);
    const any = (length: number) => Int32Array.from({ length }, () => next(30_001) - 15_000);
    const weights = { ...WIDE, w1: any(44), w2: any(220) };
    const input = inputOf(WIDE, weights, randomBatch(WIDE, next));
    const { witness, holds } = await run(wide, WIDE, input);
    expect(holds).to.equal(true);
    const known = [...wide.symbols]
      .filter(([name]) => /^(w1|w2Forward|w2Backward|pixels|oneHot)\[/.test(name))
      .map(([, wire]) => wire);
    expect(undetermined(wide.constraints, witness, known)).to.deep.equal([]);
    expect(undetermined(wide.constraints, witness, known.slice(1))).not.to.be.empty;
  });

  it('holds at each limit of z, y and d exactly where the engine takes the step', async () => {
    const unit = 2 ** 10; // of w1, in a hidden value: one input of 16
    const one = 2 ** 16;
    const cases: [w1: number, w2: number[], label: number, taken: boolean][] = [
      [256 * unit + unit / 2 - 1, [0, 0], 0, true],
      [256 * unit + unit / 2, [0, 0], 0, false],
      [-255 * unit - unit / 2, [0, 0], 0, true],
      [-255 * unit - unit / 2 - 1, [0, 0], 0, false],
      [256 * unit, [255.5 * 256 - 1, 0], 0, true],
      [256 * unit, [255.5 * 256, 0], 0, false],
      [256 * unit, [-256 * 256, one / 16], 1, true],
      [256 * unit, [-256.5 * 256 - 1, one / 16], 1, false],
      [-unit, [8 * one + one / 64, 0], 0, true],
      [-unit, [8 * one + one / 64 + 1, 0], 0, false],
      [-unit, [-8 * one + one / 64 + 1, 0], 0, true],
      [-unit, [-8 * one + one / 64, 0], 0, false],
      // Around 0, where the mask of ReLU turns: half a unit rounds up to 1, anything less to 0.
      [unit / 2, [one, -one], 0, true],
      [unit / 2 - 1, [one, -one], 0, true],
      [-unit / 2, [one, -one], 1, true],
    ];
    for (const [w1, w2, label, taken] of cases) {
      const weights = { ...TINY, w1: Int32Array.of(w1), w2: Int32Array.from(w2) };
      const batch = { pixels: Uint8Array.of(16), labels: Uint8Array.of(label) };
      const expected = engineStep(TINY, weights, batch);
      const { holds, after } = await run(tiny, TINY, inputOf(TINY, weights, batch));
      expect([holds, expected !== undefined], `w1 ${w1} w2 ${w2}`).to.deep.equal([taken, taken]);
      if (expected) expect(after).to.deep.equal(packState(TINY, expected.w1, expected.w2));
    }
  });

  it('holds with every weight at the limits of its slot, signs mixed, next to each other', async () => {
    const { w1Limit, w2Limit } = stateLayout(WIDE);
    const next = numbers(6);
    const edge = (limit: number) => [limit, -limit][next(2)] as number;
    // The first row sees no pixels and the second one only pixels that cancel, so no sum leaves its digits.
    const w1 = Int32Array.from({ length: 44 }, () => edge(w1Limit));
    for (let h = 0; h < 22; h++) w1[2 * h + 1] = -(w1[2 * h] ?? 0);
    const weights = { ...WIDE, w1, w2: new Int32Array(220) };
    const batch = { pixels: Uint8Array.of(0, 0, 9, 9), labels: Uint8Array.of(0, 9) };
    const expected = engineStep(WIDE, weights, batch);
    const { holds, after } = await run(wide, WIDE, inputOf(WIDE, weights, batch));
    expect(holds).to.equal(true);
    expect(after).to.deep.equal(packState(WIDE, expected?.w1 ?? [], expected?.w2 ?? []));
    expect(w2Limit).to.equal(2 ** 24 - 1);
  });

  it('carries where the engine refuses: the same words for everyone, or no witness', async () => {
    const layout = stateLayout(WIDE).hidden;
    const w1 = new Int32Array(44);
    const batch = { pixels: Uint8Array.of(16, 0, 0, 0), labels: Uint8Array.of(0, 0) };
    const withSum = (h: number, z: number) =>
      inputOf(WIDE, { ...WIDE, w1: w1.with(2 * h, z * 2 ** 10), w2: new Int32Array(220) }, batch);
    // 257 in slot 3 is −255 there and 1 more in the last place of slot 4, which rounding drops.
    const carried = await run(wide, WIDE, withSum(3, 257));
    expect(carried.holds).to.equal(true);
    const z = (h: number) => carried.witness[wide.symbols.get(`z[0].quotient[${h}]`) ?? -1];
    expect([z(3), z(4)]).to.deep.equal([MODULUS - 255n, 0n]);
    // Out of the last slot there is nowhere to carry to.
    expect(layout.perWord * layout.slotBits).to.equal(253);
    expect((await run(wide, WIDE, withSum(10, 257))).holds).to.equal(false);
    expect((await run(wide, WIDE, withSum(21, -256))).holds).to.equal(false);
  });
});

describe('PackedProduct', function () {
  this.timeout(120_000);

  it('has exactly the digits of a word for each value in range, and none for any other, out of all 64', () => {
    const circuit = compileUnchecked('product', source('packed_product', 'PackedProduct(1, 2, 2, 1, 1)'));
    const at = (name: string) => circuit.symbols.get(name) ?? -1;
    const slot = 126n;
    // offset 1 and half: allowed sums are −3 … 4 in each of the two slots.
    for (const [low, high] of [
      [-4n, 0n],
      [-3n, -3n],
      [-3n, 4n],
      [0n, 0n],
      [4n, 4n],
      [5n, 0n],
      [0n, 5n],
      [0n, -4n],
      [2n, -1n],
    ] as const) {
      const word = (((low + (high << slot)) % MODULUS) + MODULUS) % MODULUS;
      const found: bigint[][] = [];
      for (let bits = 0; bits < 64; bits++) {
        const witness = new Array<bigint>(circuit.constraints.wires).fill(0n);
        const put = (name: string, value: bigint) => {
          witness[at(name)] = ((value % MODULUS) + MODULUS) % MODULUS;
        };
        witness[0] = 1n;
        put('x[0]', 1n);
        put('words[0][0]', word);
        put('products[0][0]', word);
        for (let i = 0; i < 2; i++) {
          const digit = BigInt((bits >> (3 * i)) & 7);
          for (let j = 0; j < 3; j++) put(`bits[${i}][${j}]`, (digit >> BigInt(j)) & 1n);
          put(`quotient[${i}]`, (digit >> 1n) - 1n);
          put(`top[${i}]`, digit >> 2n);
        }
        if (violated(circuit.constraints, witness).length === 0) found.push(witness);
      }
      const allowed = [low, high].every((sum) => sum >= -3n && sum <= 4n);
      expect(found, `${low}, ${high}`).to.have.length(allowed ? 1 : 0);
      if (found[0]) {
        const quotient = (sum: bigint) => (((sum + 1n) >> 1n) + MODULUS) % MODULUS;
        expect([found[0][at('quotient[0]')], found[0][at('quotient[1]')]]).to.deep.equal([
          quotient(low),
          quotient(high),
        ]);
      }
    }
  });
});

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import { poseidon4 } from 'poseidon-lite/poseidon4';
import { poseidon16 } from 'poseidon-lite/poseidon16';
import {
  batchLeaf,
  chainHash,
  commitWeights,
  type ExactShape,
  ExactTrainer,
  epochOrder,
  evaluate,
  fieldFromHex,
  fieldToHex,
  initialWeights,
  rowOrder,
  SgdStep,
} from '../src/index.ts';
import { digits } from './digits.ts';

// Made by tests/vectors/make_exact.py, a second implementation in Python that shares no code with this one.
const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../tests/vectors/exact-${name}.json`, import.meta.url), 'utf8'));
const shapeOf = ([inputs, hidden, outputs, batch]: [number, number, number, number]): ExactShape => ({
  inputs,
  hidden,
  outputs,
  batch,
});

interface CircomPoseidon {
  (inputs: bigint[]): unknown;
  F: { toObject(value: unknown): bigint };
}

describe('golden vectors', function () {
  this.timeout(120_000);

  it('Poseidon agrees with the vectors, poseidon-lite and circomlibjs', async () => {
    const circomlibjs = createRequire(import.meta.url)('circomlibjs') as {
      buildPoseidon(): Promise<CircomPoseidon>;
    };
    const circom = await circomlibjs.buildPoseidon();
    for (const { inputs, output } of read('hash').poseidon as { inputs: string[]; output: string }[]) {
      const values = inputs.map(fieldFromHex);
      expect(fieldToHex((values.length === 4 ? poseidon4 : poseidon16)(values))).to.equal(output);
      expect(fieldToHex(circom.F.toObject(circom(values)))).to.equal(output);
    }
  });

  it('the chain of Poseidon16 agrees', () => {
    const cases = read('hash').chain as { tag: number; words: string[]; output: string }[];
    for (const { tag, words, output } of cases) {
      expect(fieldToHex(chainHash(tag, words.map(fieldFromHex)))).to.equal(output);
    }
  });

  it('row and epoch orders agree', () => {
    const { rows, epochs } = read('order') as {
      rows: { count: number; order: number[] }[];
      epochs: { seed: string; epoch: number; batches: number; a: number; b: number }[];
    };
    for (const { count, order } of rows) expect([...rowOrder(count)]).to.deep.equal(order);
    for (const { seed, epoch, batches, a, b } of epochs) {
      expect(epochOrder(seed, epoch, batches)).to.deep.equal({ a, b });
    }
  });

  it('steps over random weights and rows agree in every weight, metric and commitment', () => {
    for (const vector of read('steps')) {
      const shape = shapeOf(vector.shape);
      const weights = { ...shape, w1: Int32Array.from(vector.w1), w2: Int32Array.from(vector.w2) };
      expect(fieldToHex(commitWeights(weights))).to.equal(vector.commitment);
      const step = new SgdStep(shape);
      for (const expected of vector.steps) {
        const batch = { pixels: Uint8Array.from(expected.pixels), labels: Uint8Array.from(expected.labels) };
        expect(fieldToHex(batchLeaf(batch, shape.outputs))).to.equal(expected.leaf);
        expect(step.run(weights, batch)).to.deep.equal({
          squaredError: expected.squaredError,
          correct: expected.correct,
        });
        expect([...weights.w1]).to.deep.equal(expected.w1);
        expect([...weights.w2]).to.deep.equal(expected.w2);
        expect(fieldToHex(commitWeights(weights))).to.equal(expected.commitment);
      }
    }
  });

  for (const vector of read('digits')) {
    it(`${vector.shape.join('-')} on digits agrees after each of ${vector.epochs.length} epochs`, () => {
      const shape = shapeOf(vector.shape);
      const dataset = digits(shape);
      expect(dataset.batches).to.have.length(vector.batches);
      expect(dataset.heldOut.labels).to.have.length(vector.heldOut);
      expect(fieldToHex(dataset.root)).to.equal(vector.datasetRoot);
      expect(fieldToHex(commitWeights(initialWeights(shape, vector.seed)))).to.equal(vector.initialWeights);
      const trainer = new ExactTrainer({ shape, dataset, seed: vector.seed });
      const seen = vector.epochs.map(() => {
        const { lossMicros, accuracyPpm } = trainer.runEpoch();
        return { lossMicros, accuracyPpm, commitment: fieldToHex(commitWeights(trainer.weights)) };
      });
      expect(seen).to.deep.equal(vector.epochs);
      const { w1, w2 } = trainer.weights;
      const bytes = Buffer.alloc((w1.length + w2.length) * 4);
      [...w1, ...w2].forEach((w, i) => {
        bytes.writeInt32LE(w, i * 4);
      });
      expect(createHash('sha256').update(bytes).digest('hex')).to.equal(vector.weightsSha256);
      expect(evaluate(trainer.weights, dataset.heldOut).accuracyPpm).to.equal(vector.heldOutPpm);
    });
  }
});

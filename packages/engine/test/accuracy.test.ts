import { expect } from 'chai';
import {
  type ExactDataset,
  ExactTrainer,
  type ExactWeights,
  epochOrder,
  evaluate,
  initialWeights,
} from '../src/index.ts';
import { DIGITS, digits, seedOf } from './digits.ts';

const EPOCHS = 50;
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
const POINT_PPM = 10_000;
/** Of one seed: a network that was rounded ends elsewhere, as one that was started elsewhere does. */
const ONE_SEED_PPM = 2.5 * POINT_PPM;

/** The same training in floating point: same shape, start, order, batches, loss and learning rate, nothing rounded. */
function floatTraining(start: ExactWeights, dataset: ExactDataset, seed: string): number {
  const { inputs, hidden, outputs } = start;
  const w1 = Float64Array.from(start.w1, (w) => w / 2 ** 15);
  const w2 = Float64Array.from(start.w2, (w) => w / 2 ** 16);
  const forward = (pixels: Uint8Array, row: number) => {
    const x = Float64Array.from({ length: inputs }, (_, k) => (pixels[row * inputs + k] as number) / 16);
    const a = new Float64Array(hidden);
    for (let h = 0; h < hidden; h++) {
      let sum = 0;
      for (let k = 0; k < inputs; k++) sum += (x[k] as number) * (w1[h * inputs + k] as number);
      a[h] = Math.max(0, sum);
    }
    const out = new Float64Array(outputs);
    for (let o = 0; o < outputs; o++) {
      for (let h = 0; h < hidden; h++)
        out[o] = (out[o] as number) + (a[h] as number) * (w2[o * hidden + h] as number);
    }
    return { x, a, out };
  };
  const count = dataset.batches.length;
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    const { a: stride, b: offset } = epochOrder(seed, epoch, count);
    for (let i = 0; i < count; i++) {
      const batch = dataset.batches[(stride * i + offset) % count];
      if (batch === undefined) throw new Error('no such batch');
      const g1 = new Float64Array(w1.length);
      const g2 = new Float64Array(w2.length);
      batch.labels.forEach((label, row) => {
        const { x, a, out } = forward(batch.pixels, row);
        const e = out.map((v, o) => v - (o === label ? 1 : 0));
        for (let h = 0; h < hidden; h++) {
          if (a[h] === 0) continue;
          let d = 0;
          for (let o = 0; o < outputs; o++) {
            d += (e[o] as number) * (w2[o * hidden + h] as number);
            g2[o * hidden + h] = (g2[o * hidden + h] as number) + (e[o] as number) * (a[h] as number);
          }
          for (let k = 0; k < inputs; k++)
            g1[h * inputs + k] = (g1[h * inputs + k] as number) + d * (x[k] as number);
        }
      });
      for (let j = 0; j < w1.length; j++) w1[j] = (w1[j] as number) - (g1[j] as number) / 64;
      for (let j = 0; j < w2.length; j++) w2[j] = (w2[j] as number) - (g2[j] as number) / 64;
    }
  }
  const { pixels, labels } = dataset.heldOut;
  let correct = 0;
  labels.forEach((label, row) => {
    const { out } = forward(pixels, row);
    if (out.indexOf(Math.max(...out)) === label) correct++;
  });
  return Math.floor((correct * 1_000_000) / labels.length);
}

describe('accuracy on digits', function () {
  this.timeout(300_000);
  const report: string[] = [];
  const differences: number[] = [];

  for (const n of SEEDS) {
    it(`seed ${n}: near floating point, above 95%`, () => {
      const dataset = digits();
      const seed = seedOf(n);
      const trainer = new ExactTrainer({ shape: DIGITS, dataset, seed });
      const start = trainer.weights;
      expect(start).to.deep.equal(initialWeights(DIGITS, seed));
      for (let epoch = 0; epoch < EPOCHS; epoch++) trainer.runEpoch();
      const exact = evaluate(trainer.weights, dataset.heldOut).accuracyPpm;
      const float = floatTraining(start, dataset, seed);
      report.push(
        `seed ${n}: exact ${(exact / 1e4).toFixed(2)}%, floating point ${(float / 1e4).toFixed(2)}%`,
      );
      expect(exact).to.be.greaterThan(950_000);
      differences.push(exact - float);
      expect(Math.abs(exact - float)).to.be.at.most(ONE_SEED_PPM);
    });
  }

  it('is within half a point of floating point on average', () => {
    expect(differences).to.have.length(SEEDS.length);
    const mean = differences.reduce((sum, each) => sum + each, 0) / SEEDS.length;
    expect(Math.abs(mean)).to.be.at.most(POINT_PPM / 2);
  });

  after(() => {
    console.log(report.map((line) => `      ${line}`).join('\n'));
  });
});

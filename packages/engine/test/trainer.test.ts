import { expect } from 'chai';
import {
  commitWeights,
  copyWeights,
  decodeSafetensors,
  decodeWeights,
  type EngineError,
  ExactTrainer,
  encodeSafetensors,
  initialWeights,
  prepareDataset,
} from '../src/index.ts';
import { numbers, SMALL, seedOf, smallCsv } from './digits.ts';
import { refused } from './refused.ts';

const seed = seedOf(11);
const dataset = prepareDataset(smallCsv(70), SMALL);
const fresh = (): ExactTrainer => new ExactTrainer({ shape: SMALL, dataset, seed });

/** Takes a trainer to the end of `batches` batches of its epoch. */
async function walk(trainer: ExactTrainer, batches: number): Promise<void> {
  const turns = trainer.epochTurns(1);
  for (let i = 0; i < batches; i++) await turns.next();
}

describe('ExactTrainer', () => {
  it('learns, counts its epochs and reports whole numbers', () => {
    const trainer = fresh();
    const first = trainer.runEpoch();
    let last = first;
    for (let i = 0; i < 60; i++) last = trainer.runEpoch();
    expect([first.epoch, last.epoch, trainer.epoch, trainer.batch]).to.deep.equal([1, 61, 61, 0]);
    expect(last.lossMicros).to.be.lessThan(first.lossMicros);
    expect(last.accuracyPpm).to.be.greaterThan(900_000);
    for (const value of Object.values(last)) expect(Number.isSafeInteger(value)).to.equal(true);
  });

  it('the asynchronous epoch gives the same bits and lets the event loop run', async () => {
    const [direct, turning] = [fresh(), fresh()];
    let others = 0;
    const tick = (): void => {
      others++;
      if (turning.epoch === 0) setImmediate(tick);
    };
    setImmediate(tick);
    const seen: number[] = [];
    const metrics = await turning.runEpochAsync({
      batchesPerTurn: 2,
      onProgress: ({ batch }) => seen.push(batch),
    });
    expect(metrics).to.deep.equal(direct.runEpoch());
    expect(commitWeights(turning.weights)).to.equal(commitWeights(direct.weights));
    expect(seen.at(-1)).to.equal(dataset.batches.length);
    expect(others).to.be.at.least(seen.length - 1);
  });

  it('a run resumed from a snapshot at any batch equals an undisturbed one, to the byte', async () => {
    const whole = fresh();
    const metrics = [whole.runEpoch(), whole.runEpoch(), whole.runEpoch()];
    const next = numbers(4);
    for (let i = 0; i < 12; i++) {
      const before = fresh();
      if (i % 2 === 1) before.runEpoch();
      await walk(before, i === 0 ? 0 : next(dataset.batches.length + 1));
      const saved = before.snapshot();
      const after = fresh();
      after.restore(saved);
      expect(after.snapshot()).to.deep.equal(saved);
      while (after.epoch < 3) {
        const { epoch } = after;
        expect(after.runEpoch()).to.deep.equal(metrics[epoch]);
      }
      expect(after.snapshot()).to.deep.equal(whole.snapshot());
    }
  });

  it('a snapshot behind the last batch, before the epoch is closed, restores and closes it', async () => {
    const before = fresh();
    await walk(before, dataset.batches.length);
    expect(before.batch).to.equal(dataset.batches.length);
    const after = fresh();
    after.restore(before.snapshot());
    expect(after.runEpoch()).to.deep.equal(fresh().runEpoch());
    expect([after.epoch, after.batch]).to.deep.equal([1, 0]);
  });

  it('pauses at a batch boundary and goes on, by leaving the generator or by a signal', async () => {
    const whole = fresh();
    const expected = whole.runEpoch();
    const paused = fresh();
    await walk(paused, 3);
    expect(paused.batch).to.equal(3);
    const stop = new AbortController();
    try {
      await paused.runEpochAsync({ batchesPerTurn: 1, signal: stop.signal, onProgress: () => stop.abort() });
      expect.fail('the signal was not heeded');
    } catch (error) {
      expect((error as EngineError).code).to.equal('ABORTED');
    }
    expect(paused.batch).to.equal(4);
    expect(await paused.runEpochAsync()).to.deep.equal(expected);
    expect(paused.snapshot()).to.deep.equal(whole.snapshot());
  });

  it('hands out copies and takes copies', () => {
    const start = copyWeights(initialWeights(SMALL, seed));
    const trainer = new ExactTrainer({ shape: SMALL, dataset, seed, weights: start });
    const committed = commitWeights(trainer.weights);
    start.w1.fill(0);
    trainer.weights.w2.fill(0);
    expect(commitWeights(trainer.weights)).to.equal(committed);
    expect(trainer.runEpoch()).to.deep.equal(fresh().runEpoch());
  });

  it('does not train on the held-out rows, nor on anything but its order', () => {
    const other = { ...dataset, heldOut: { pixels: new Uint8Array(0), labels: new Uint8Array(0) } };
    const trainer = new ExactTrainer({ shape: SMALL, dataset: other, seed });
    expect(trainer.runEpoch()).to.deep.equal(fresh().runEpoch());
    const elsewhere = new ExactTrainer({ shape: SMALL, dataset, seed: seedOf(12), weights: fresh().weights });
    elsewhere.runEpoch();
    trainer.runEpoch();
    expect(commitWeights(elsewhere.weights)).to.not.equal(commitWeights(trainer.weights));
  });

  it('a snapshot also opens as a weights file', () => {
    const trainer = fresh();
    trainer.runEpoch();
    expect(commitWeights(decodeWeights(trainer.snapshot()))).to.equal(commitWeights(trainer.weights));
  });

  it('refuses a data set or weights of another shape', () => {
    const wide = { ...SMALL, hidden: 6 };
    refused('DATASET_SHAPE_MISMATCH', () => new ExactTrainer({ shape: wide, dataset, seed }));
    const weights = initialWeights(wide, seed);
    refused('WEIGHTS_INVALID', () => new ExactTrainer({ shape: SMALL, dataset, seed, weights }));
    const start = initialWeights(SMALL, seed);
    refused(
      'WEIGHTS_INVALID',
      () => new ExactTrainer({ shape: SMALL, dataset, seed, weights: { ...start, w1: start.w2 } }),
    );
    const floats = { ...start, w1: Float64Array.from(start.w1) as unknown as Int32Array };
    refused('WEIGHTS_INVALID', () => new ExactTrainer({ shape: SMALL, dataset, seed, weights: floats }));
  });
});

describe('snapshots', () => {
  const snapshot = (): Uint8Array => {
    const trainer = fresh();
    trainer.runEpoch();
    return trainer.snapshot();
  };

  it('of another job are refused by name', () => {
    const bytes = snapshot();
    const others: [string, ExactTrainer][] = [
      ['seed', new ExactTrainer({ shape: SMALL, dataset, seed: seedOf(12) })],
      ['datasetRoot', new ExactTrainer({ shape: SMALL, dataset: prepareDataset(smallCsv(60), SMALL), seed })],
      [
        'shape',
        new ExactTrainer({
          shape: { ...SMALL, batch: 3 },
          dataset: prepareDataset(smallCsv(70), { ...SMALL, batch: 3 }),
          seed,
        }),
      ],
    ];
    for (const [field, trainer] of others) {
      const before = trainer.snapshot();
      expect(refused('SNAPSHOT_MISMATCH', () => trainer.restore(bytes))).to.include({ field });
      expect(trainer.snapshot()).to.deep.equal(before);
    }
  });

  it('damaged anywhere are refused or read as what they say, and never change the trainer when refused', () => {
    const bytes = snapshot();
    const trainer = fresh();
    const before = trainer.snapshot();
    const next = numbers(6);
    for (let i = 0; i < 400; i++) {
      const damaged = bytes.slice(0, i % 4 === 0 ? next(bytes.length) : bytes.length);
      if (damaged.length > 0 && i % 4 !== 0) damaged[next(damaged.length)] = next(256);
      try {
        trainer.restore(damaged);
        trainer.restore(before);
      } catch (error) {
        expect((error as EngineError).code).to.match(/^SNAPSHOT_(INVALID|MISMATCH)$/);
      }
      expect(trainer.snapshot()).to.deep.equal(before);
    }
  });

  it('with impossible counters are refused', () => {
    const { tensors, metadata } = decodeSafetensors(snapshot());
    for (const change of [
      { epoch: '-1' },
      { epoch: '4294967296' },
      { epoch: '1e3' },
      { batch: '01' },
      { correct: '9999999999999999' },
      { squaredError: '' },
      { seed: 'zz' },
      { datasetRoot: 'f'.repeat(64) },
      { kind: 'other' },
    ]) {
      const bytes = encodeSafetensors({ tensors, metadata: { ...metadata, ...change } });
      refused('SNAPSHOT_INVALID', () => fresh().restore(bytes));
    }
    const past = encodeSafetensors({
      tensors,
      metadata: { ...metadata, batch: String(dataset.batches.length + 1) },
    });
    expect(refused('SNAPSHOT_MISMATCH', () => fresh().restore(past))).to.include({ field: 'batch' });
  });
});

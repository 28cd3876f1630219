// SPDX-License-Identifier: GPL-3.0-or-later
//
// The native prover against the engine, the vectors, and circom's own witnesses.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  commitWeights,
  copyWeights,
  FORMAT,
  fieldFromHex,
  initialWeights,
  prepareDataset,
  type Samples,
  SgdStep,
  segmentBatches,
  segmentStatement,
  stateTree,
} from '@cyxwiz/engine';
import { expect } from 'chai';
import {
  type CommittedTraining,
  ExactProver,
  numberedCircuit,
  sgdStepCircuit,
  sgdStepInput,
  sgdStepKey,
  verifySegment,
} from '../src/index.ts';
import { WorkerProcess } from '../src/worker-process.ts';
import { failureOf } from './support/failure-of.ts';

const root = new URL('../../../', import.meta.url);
const csv = gunzipSync(readFileSync(new URL('data/digits.csv.gz', root)));
const read = (name: string) => JSON.parse(readFileSync(new URL(`tests/vectors/${name}`, root), 'utf8'));

/** The parameters of the step circuit for any shape, as circuits.json would have them. */
function parametersOf(
  [inputs, hidden, outputs, batch]: readonly [number, number, number, number],
  steps: number,
) {
  const { w1Fraction, w2Fraction, activationFraction, learningRateShift, hiddenBits, outputBits, deltaBits } =
    FORMAT;
  const format = {
    w1Fraction,
    w2Fraction,
    activationFraction,
    learningRateShift,
    hiddenBits,
    outputBits,
    deltaBits,
  };
  return { inputs, hidden, outputs, batch, steps, ...format, stateLevels: 7, batchLevels: 4 };
}

describe('exact prover', function () {
  this.timeout(600_000);
  const folder = mkdtempSync(join(tmpdir(), 'cyxwiz-exact-test-'));
  const prover = new ExactProver({ proofs: 2 });

  after(async () => {
    await prover.close();
    rmSync(folder, { recursive: true });
  });

  it('commits to words as the vectors say', async () => {
    const { chain } = read('exact-hash.json') as {
      chain: { tag: number; words: string[]; output: string }[];
    };
    const lists = chain.map(({ tag, words }) => ({ tag, words: words.map(fieldFromHex) }));
    const expected = chain.map(({ output }) => fieldFromHex(output));
    expect(await prover.commitWords(lists)).to.deep.equal(expected);
    expect(await prover.commitWords([])).to.deep.equal([]);
  });

  it('opens trees as the engine does', async () => {
    const leaves = Array.from({ length: 37 }, (_, i) => BigInt(i * i + 1));
    const tree = stateTree(leaves);
    const open = [0, 5, 36, 37, 16_383];
    const found = await prover.openTree(leaves, 7, open);
    expect(found).to.deep.equal({ root: tree.root, paths: open.map((index) => tree.path(index)) });
    const beyond = await failureOf(prover.openTree(leaves, 2));
    expect(beyond).to.include({ code: 'PROVER_FAILED', proverCode: 'bad_tree' });
  });

  for (const digits of read('exact-digits.json')) {
    const shapeOf = digits.shape as [number, number, number, number];
    const epochs = Math.min(2, digits.epochs.length);
    it(`commits to ${epochs} epochs of ${shapeOf.join('-')} as the vectors say`, async () => {
      const [inputs, hidden, outputs, batch] = shapeOf;
      const dataset = prepareDataset(csv, { inputs, hidden, outputs, batch });
      const weights = initialWeights(dataset.shape, digits.seed);
      const steps = 1;
      const training = await prover.commit({
        parameters: parametersOf(shapeOf, steps),
        seed: digits.seed,
        epochs,
        weights,
        batches: dataset.batches,
      });
      const { commitments, states } = training;
      expect(commitments.datasetRoot).to.equal(fieldFromHex(digits.datasetRoot));
      expect(commitments.initialWeights).to.equal(fieldFromHex(digits.initialWeights));
      const perEpoch = dataset.batches.length / steps;
      for (let epoch = 1; epoch <= epochs; epoch++) {
        const expected = fieldFromHex(digits.epochs[epoch - 1].commitment);
        expect(states[epoch * perEpoch], `epoch ${epoch}`).to.equal(expected);
      }
      expect(states.length).to.equal(epochs * perEpoch + 1);
      expect(commitments.finalWeights).to.equal(states.at(-1));
      await training.forget();
    });
  }

  it('commits to every state of odd shapes as the engine does', async () => {
    for (const { shape, w1, w2, steps: vectors } of read('exact-steps.json')) {
      const [inputs, hidden, outputs, batch] = shape as [number, number, number, number];
      const all = { inputs, hidden, outputs, batch };
      const batches: Samples[] = vectors.map((step: { pixels: number[]; labels: number[] }) => ({
        pixels: Uint8Array.from(step.pixels),
        labels: Uint8Array.from(step.labels),
      }));
      const weights = { inputs, hidden, outputs, w1: Int32Array.from(w1), w2: Int32Array.from(w2) };
      const seed = '07'.repeat(32);
      const parameters = parametersOf([inputs, hidden, outputs, batch], 1);
      const training = await prover.commit({ parameters, seed, epochs: 2, weights, batches });
      const copy = copyWeights(weights);
      const step = new SgdStep(all);
      const expected = [commitWeights(copy)];
      for (let segment = 0; segment < 2 * batches.length; segment++) {
        for (const index of segmentBatches(seed, segment, 1, batches.length))
          step.run(copy, batches[index] as Samples);
        expected.push(commitWeights(copy));
      }
      expect(training.states).to.deep.equal(expected);
      expect(training.commitments.stepsRoot).to.equal(stateTree(expected).root);
      await training.forget();
    }
  });

  it('refuses a training that differs from what is expected, or that is none', async () => {
    const dataset = prepareDataset(csv, { inputs: 64, hidden: 4, outputs: 10, batch: 64 });
    const weights = initialWeights(dataset.shape, '01'.repeat(32));
    const training = {
      parameters: parametersOf([64, 4, 10, 64], 1),
      seed: '01'.repeat(32),
      epochs: 1,
      weights,
      batches: dataset.batches,
    };
    const good = { datasetRoot: dataset.root, initialWeights: commitWeights(weights) };
    await (await prover.commit(training, { expected: good })).forget();
    const differs = await failureOf(prover.commit(training, { expected: { ...good, finalWeights: 1n } }));
    expect(differs).to.include({ code: 'PROVER_FAILED', proverCode: 'commitments_differ' });
    const none = await failureOf(prover.commit({ ...training, epochs: 0 }));
    expect(none).to.include({ code: 'PROVER_FAILED', proverCode: 'bad_training' });
  });

  for (const steps of [1, 4] as const) {
    describe(`${steps} steps in a proof`, () => {
      const circuit = sgdStepCircuit(steps);
      const shape = { inputs: 64, hidden: 32, outputs: 10, batch: 8 };
      const seed = '2b'.repeat(32);
      const dataset = prepareDataset(csv, shape);
      const weights = initialWeights(shape, seed);
      const [binding, challenge] = [123_456_789n, 987_654_321n];
      let training: CommittedTraining;

      before(async () => {
        training = await prover.commit({
          ...{ parameters: circuit.parameters, seed, epochs: 1, weights, batches: dataset.batches },
        });
      });

      const claimOf = (segment: number) => {
        const { segments, ...roots } = training.commitments;
        const batchIndices = segmentBatches(seed, segment, steps, dataset.batches.length);
        return { binding, challenge, ...roots, segment, segments, batchIndices };
      };

      it('computes the witness that circom computes, wire by wire', async () => {
        const segment = 2;
        const copy = copyWeights(weights);
        const step = new SgdStep(shape);
        for (let passed = 0; passed < segment; passed++) {
          for (const index of claimOf(passed).batchIndices) step.run(copy, dataset.batches[index] as Samples);
        }
        const claim = claimOf(segment);
        const input = sgdStepInput({
          ...{ claim, weights: copy, datasetTree: dataset.tree, stateTree: stateTree(training.states) },
          batches: claim.batchIndices.map((index) => dataset.batches[index] as Samples),
        });
        const worker = new WorkerProcess();
        const [native, wasm] = [join(folder, `${steps}.wtns`), join(folder, `${steps}-wasm.wtns`)];
        await worker.request({
          ...{ op: 'witness', wasm: circuit.wasm, calculator: circuit.witnessCalculator },
          ...{ input: { ...input }, out: wasm },
        });
        await worker.close();
        await training.writeWitness(circuit, { segment, binding, challenge }, native);
        expect(readFileSync(native).equals(readFileSync(wasm))).to.equal(true);
      });

      it('proves the first, a middle and the last segment, two at once', async () => {
        const { segments } = training.commitments;
        const stages = new Set<string>();
        const proven = [0, 7, segments - 1].map(async (segment) => {
          const onProgress = ({ stage }: { stage: string }) => void stages.add(stage);
          const made = await training.prove(circuit, { segment, binding, challenge }, { onProgress });
          expect(made.publicSignals).to.deep.equal([String(segmentStatement(claimOf(segment)))]);
          expect(await verifySegment(sgdStepKey(steps), claimOf(segment), made.proof)).to.equal(true);
          const other = { ...claimOf(segment), segment: segment + 1 };
          expect(await verifySegment(sgdStepKey(steps), other, made.proof)).to.equal(false);
        });
        await Promise.all(proven);
        expect([...stages].sort()).to.deep.equal(['proof', 'witness']);
        const beyond = await failureOf(training.prove(circuit, { segment: segments, binding, challenge }));
        expect(beyond.code).to.equal('WITNESS_REJECTED');
      });
    });
  }

  it('stops a training and a proof when it is told to, and proves after that', async () => {
    const circuit = sgdStepCircuit(1);
    const seed = '2c'.repeat(32);
    const dataset = prepareDataset(csv, { inputs: 64, hidden: 32, outputs: 10, batch: 8 });
    const job = { parameters: circuit.parameters, seed, weights: initialWeights(dataset.shape, seed) };
    const stop = new AbortController();
    const long = prover.commit(
      { ...job, epochs: 90, batches: dataset.batches },
      { signal: stop.signal, onProgress: ({ done }) => done > 0 && stop.abort() },
    );
    expect((await failureOf(long)).code).to.equal('PROVER_CANCELLED');
    expect(
      (await failureOf(prover.commit({ ...job, epochs: 1, batches: dataset.batches }, stop))).code,
    ).to.equal('PROVER_CANCELLED');
    const training = await prover.commit({ ...job, epochs: 1, batches: dataset.batches.slice(0, 4) });
    const at = { segment: 1, binding: 1n, challenge: 2n };
    const halfway = new AbortController();
    const onProgress = ({ stage }: { stage: string }) => stage === 'proof' && halfway.abort();
    const halted = training.prove(circuit, at, { signal: halfway.signal, onProgress });
    expect((await failureOf(halted)).code).to.equal('PROVER_CANCELLED');
    expect((await training.prove(circuit, at)).publicSignals).to.have.length(1);
    await training.forget();
  });

  it('knows step circuits by the numbers that jobs call them by', () => {
    expect([numberedCircuit(2)?.name, numberedCircuit(3)?.parameters.steps]).to.deep.equal([
      'sgd_step_64_32_10',
      1,
    ]);
    expect(numberedCircuit(999)).to.equal(undefined);
  });

  it('rests, lets nothing lie about outside its folder, and goes on with its trainings', async () => {
    const own = new ExactProver({ folder });
    const circuit = sgdStepCircuit(1);
    const seed = '2e'.repeat(32);
    const dataset = prepareDataset(csv, { inputs: 64, hidden: 32, outputs: 10, batch: 8 });
    const weights = initialWeights(dataset.shape, seed);
    const batches = dataset.batches.slice(0, 2);
    const before = readdirSync(folder).length;
    expect(await own.load(circuit)).to.include({ native: true });
    const training = await own.commit({
      parameters: circuit.parameters,
      ...{ seed, epochs: 1, weights, batches },
    });
    expect(readdirSync(folder).length).to.equal(before + 1);
    await own.rest();
    expect(own.pid).to.equal(undefined);
    const made = await training.prove(circuit, { segment: 1, binding: 1n, challenge: 2n });
    expect(made.publicSignals).to.have.length(1);
    await own.close();
    expect(readdirSync(folder).length).to.equal(before);
  });

  it('repeats a training when the prover has died', async () => {
    const circuit = sgdStepCircuit(1);
    const seed = '2d'.repeat(32);
    const dataset = prepareDataset(csv, { inputs: 64, hidden: 32, outputs: 10, batch: 8 });
    const batches = dataset.batches.slice(0, 2);
    const weights = initialWeights(dataset.shape, seed);
    const training = await prover.commit({
      parameters: circuit.parameters,
      seed,
      epochs: 1,
      weights,
      batches,
    });
    const { pid } = prover;
    if (!pid) throw new Error('it trains without a process');
    const at = { segment: 1, binding: 1n, challenge: 2n };
    const before = await training.prove(circuit, at);
    process.kill(pid, 'SIGKILL');
    while (prover.pid === pid) await new Promise(setImmediate);
    const after = await training.prove(circuit, at);
    expect(after.publicSignals).to.deep.equal(before.publicSignals);
    expect(after.proof).not.to.deep.equal(before.proof); // blinded anew
  });

  it('reads nothing from a prover that is of another kind', async () => {
    const echo = new ExactProver({ binary: '/bin/cat' });
    const failure = await failureOf(echo.openTree([1n], 1));
    expect(failure.code).to.be.oneOf(['PROVER_STOPPED', 'PROVER_FAILED']);
    await echo.close();
    const missing = await failureOf(new ExactProver({ binary: join(folder, 'none') }).openTree([1n], 1));
    expect(missing.code).to.equal('ARTEFACTS_MISSING');
  });
});

import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fieldToBytes, type JobSpec, toHex } from '@cyxwiz/protocol';
import { expect } from 'chai';
import { ExactEngine } from '../src/adapters/engine/exact-engine.ts';
import { NativeStepProver } from '../src/adapters/prover/native-step-prover.ts';
import { NodeError } from '../src/domain/errors.ts';
import type { StepTraining } from '../src/ports/step-prover.ts';
import { EXACT, jobFixture } from './support/job-fixture.ts';

/** The prover, its circuits and its process as they are. */
describe('proofs of steps', function () {
  this.timeout(240_000);
  const dir = mkdtempSync(join(tmpdir(), 'cyxwiz-steps-'));
  const folder = join(dir, 'steps');
  const { spec, csv } = jobFixture('node', { exact: EXACT, epochs: 2 });
  const binding = fieldToBytes(123n);
  const challenge = fieldToBytes(456n);
  const never = new AbortController().signal;
  let prover: NativeStepProver;
  let training: StepTraining;

  before(async () => {
    const path = join(dir, 'dataset.csv');
    writeFileSync(path, csv);
    mkdirSync(join(folder, 'cyxwiz-exact-left'), { recursive: true });
    prover = await NativeStepProver.open(dir, 2);
    const engine = new ExactEngine();
    const run = await engine.open(spec, path, null);
    await run.runEpoch();
    const { weights: finalWeights } = await run.runEpoch();
    await run.close();
    training = { ...(await engine.inputs(spec, path)), spec, finalWeights, root: undefined };
  });
  after(async () => {
    await prover.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('finds nothing left of an agent that was killed, where nobody else can read', () => {
    expect(readdirSync(folder)).to.deep.equal([]);
    expect(statSync(folder).mode & 0o077).to.equal(0);
  });

  const change = (exact: object, rest: object = {}): JobSpec => ({
    ...spec,
    ...rest,
    exact: { ...EXACT, ...exact },
  });
  const cannot: [name: string, spec: JobSpec, why: RegExp][] = [
    ['a circuit that it does not have', change({ circuit: 999 }), /there is no circuit 999 here/],
    ['a circuit that proves no steps', change({ circuit: 1 }), /checkpoint_chain has no inputs/],
    ['another key', change({ keyVersion: 2 }), /has version 1 here, not 2/],
    ['another number of steps', change({ steps: 2 }), /has 4 steps, not 2/],
    ['another shape', change({}, { shape: { ...spec.shape, hidden: 31 } }), /has 32 hidden, not 31/],
    ['more segments than there are', change({ batches: 256 }, { epochs: 300 }), /segments/],
  ];
  for (const [name, wanted, why] of cannot) {
    it(`are not promised with ${name}`, async () => {
      expect(await prover.whyNot(wanted)).to.match(why);
    });
  }

  it('are promised, and made, several at once', async () => {
    expect(await prover.whyNot(spec)).to.equal(null);
    const told: number[] = [];
    const steps = await prover.commit(training, { signal: never, onProgress: (done) => told.push(done) });
    expect(told[0]).to.equal(0);
    expect(steps.segments).to.equal(2);
    // Whether they hold is the chain's to say: exact-chain.test.ts.
    const made = await Promise.all(
      [0, 1].map((segment) => steps.prove({ segment, binding, challenge }, never)),
    );
    for (const { proof, backend, millis } of made) {
      expect([proof.a.length, proof.b.length, proof.c.length]).to.deep.equal([64, 128, 64]);
      expect(backend).to.equal('arkworks');
      expect(millis).to.be.greaterThan(0);
    }
    await steps.forget();
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  async function failure(work: Promise<unknown>): Promise<NodeError> {
    const error = await work.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.instanceOf(NodeError);
    return error as NodeError;
  }

  it('are not begun when engine and prover, or this run and the last one, disagree', async () => {
    const options = { signal: never, onProgress: () => undefined };
    for (const wrong of [{ finalWeights: binding }, { root: challenge }]) {
      const error = await failure(prover.commit({ ...training, ...wrong }, options));
      expect(error.code).to.equal('STEPS_FAILED');
      expect(error.failure.facts.prover).to.equal('commitments_differ');
    }
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it('end with the agent, process and files', async () => {
    const stop = new AbortController();
    const steps = await prover.commit(training, { signal: never, onProgress: () => undefined });
    const proving = steps.prove({ segment: 0, binding, challenge }, stop.signal);
    const gone = failure(proving);
    stop.abort(new NodeError('SHUTTING_DOWN', 'enough'));
    expect((await gone).code).to.equal('SHUTTING_DOWN');
    await prover.close();
    expect(readdirSync(folder)).to.deep.equal([]);
    // An agent that is started again has a prover of its own, and comes by the same root.
    prover = await NativeStepProver.open(dir, 1);
    const again = await prover.commit(
      { ...training, root: steps.root },
      { signal: never, onProgress: () => undefined },
    );
    expect(toHex(again.root)).to.equal(toHex(steps.root));
  });
});

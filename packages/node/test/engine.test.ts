import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { EngineThread } from '../src/adapters/engine/engine-thread.ts';
import { EngineThreads } from '../src/adapters/engine/engine-threads.ts';
import { ExactEngine } from '../src/adapters/engine/exact-engine.ts';
import { TRAINING_NICENESS } from '../src/domain/niceness.ts';
import { NodeError } from '../src/index.ts';
import type { EngineRun } from '../src/ports/engine.ts';
import { jobFixture, smallCsv } from './support/job-fixture.ts';

describe('the engine in its thread', () => {
  const { spec, csv } = jobFixture('So11111111111111111111111111111111111111112');
  const engine = new ExactEngine();
  let dir: string;
  let path: string;
  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'cyxwiz-engine-'));
    path = join(dir, 'data.csv');
    writeFileSync(path, csv);
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  const refusal = (promise: Promise<unknown>) =>
    promise.then(
      () => null,
      (error: unknown) => error as NodeError,
    );

  it('says TRAINING_FAILED for a snapshot of another job, and for what is asked after the end', async () => {
    const own = await engine.open(spec, path, null);
    await own.runEpoch();
    const snapshot = await own.snapshot();
    const foreign = await refusal(engine.open({ ...spec, seed: '08'.repeat(32) }, path, snapshot));
    expect(foreign).to.be.instanceOf(NodeError).with.property('code', 'TRAINING_FAILED');
    expect(foreign?.failure.facts.engine).to.equal('SNAPSHOT_MISMATCH');
    await own.close();
    expect((await refusal(own.runEpoch()))?.code).to.equal('TRAINING_FAILED');
  });

  it('halts between two batches, where a snapshot continues to the same bits', async () => {
    const [left, whole] = [await engine.open(spec, path, null), await engine.open(spec, path, null)];
    await left.runEpoch();
    const halted = refusal(left.runEpoch());
    left.halt();
    await halted;
    const again = await engine.open(spec, path, await left.snapshot());
    for (let epoch = 1; epoch <= 3; epoch += 1) await whole.runEpoch();
    let last = await again.runEpoch();
    while (last.epoch < 3) last = await again.runEpoch();
    expect(Buffer.from(await again.safetensors()).equals(Buffer.from(await whole.safetensors()))).to.equal(
      true,
    );
    await Promise.all([left.close(), whole.close(), again.close()]);
  });

  it('gives way to the thread that answers clients', async () => {
    const run = await engine.open(spec, path, null);
    const mine = getPriority(process.pid);
    const threads = readdirSync('/proc/self/task').map((id) => getPriority(Number(id)));
    expect(Math.max(...threads)).to.equal(Math.min(19, mine + TRAINING_NICENESS));
    expect(threads).to.include(mine);
    await run.close();
  });

  describe('several trainings in one thread', () => {
    const threads: EngineThread[] = [];
    const sharing = () => {
      threads.length = 0;
      return new ExactEngine(
        new EngineThreads(1, () => {
          const thread = new EngineThread();
          threads.push(thread);
          return thread;
        }),
      );
    };
    /** Three epochs with nobody beside it. */
    const undisturbed = async (of: typeof spec) => {
      const run = await engine.open(of, path, null);
      for (let epoch = 1; epoch <= 3; epoch += 1) await run.runEpoch();
      const weights = Buffer.from(await run.safetensors());
      await run.close();
      return weights.toString('hex');
    };
    const weightsOf = async (run: EngineRun) => Buffer.from(await run.safetensors()).toString('hex');

    it('gives each the bits that it would get alone', async () => {
      const shared = sharing();
      const specs = [spec, { ...spec, seed: '08'.repeat(32) }];
      const runs = await Promise.all(specs.map((of) => shared.open(of, path, null)));
      await Promise.all(
        runs.map(async (run) => {
          for (let epoch = 1; epoch <= 3; epoch += 1) await run.runEpoch();
        }),
      );
      expect(threads).to.have.length(1);
      expect(await Promise.all(runs.map(weightsOf))).to.deep.equal(await Promise.all(specs.map(undisturbed)));
      await Promise.all(runs.map((run) => run.close()));
      expect(threads[0]?.gone).to.equal(true);
    });

    it('pauses, halts, refuses and closes one without the others', async () => {
      const shared = sharing();
      const [paused, halted, other] = await Promise.all(
        [1, 2, 3].map(() => shared.open(spec, path, null) as Promise<EngineRun>),
      );
      paused?.pause();
      let reached = 0;
      const waiting = paused?.runEpoch().then(({ epoch }) => {
        reached = epoch;
      });
      halted?.halt();
      expect(await refusal(halted?.runEpoch() as Promise<unknown>)).to.have.property(
        'code',
        'TRAINING_FAILED',
      );
      await halted?.close();
      const csvOfOthers = join(dir, 'other.csv');
      writeFileSync(csvOfOthers, 'no,data\n');
      expect((await refusal(shared.open(spec, csvOfOthers, null)))?.code).to.equal('DATASET_INVALID');
      for (let epoch = 1; epoch <= 3; epoch += 1) await other?.runEpoch();
      expect(await weightsOf(other as EngineRun)).to.equal(await undisturbed(spec));
      expect(reached).to.equal(0);
      paused?.resume();
      await waiting;
      expect(reached).to.equal(1);
      expect(threads).to.have.length(1);
      await Promise.all([paused?.close(), other?.close()]);
    });

    it('goes on to the same bits when the thread ends under it', async () => {
      const shared = sharing();
      const [one, two] = await Promise.all([shared.open(spec, path, null), shared.open(spec, path, null)]);
      await one.runEpoch();
      await two.runEpoch();
      await two.snapshot();
      await two.runEpoch();
      const under = Promise.all([one.runEpoch(), two.runEpoch()]);
      await threads[0]?.close();
      expect((await under).map(({ epoch }) => epoch)).to.deep.equal([2, 3]);
      await one.runEpoch();
      const alone = await undisturbed(spec);
      expect(await Promise.all([one, two].map(weightsOf))).to.deep.equal([alone, alone]);
      expect(threads).to.have.length(3);
      await Promise.all([one.close(), two.close()]);
    });

    it('fails what ends a thread of its own, and nothing else', async () => {
      const shared = sharing();
      const [one, two] = await Promise.all([shared.open(spec, path, null), shared.open(spec, path, null)]);
      await threads[0]?.close();
      expect((await one.runEpoch()).epoch).to.equal(1);
      await threads[1]?.close();
      expect((await refusal(one.runEpoch()))?.code).to.equal('TRAINING_FAILED');
      expect((await two.runEpoch()).epoch).to.equal(1);
      await Promise.all([one.close(), two.close()]);
    });

    it('does not begin anew what was halted when its thread ended', async () => {
      const shared = sharing();
      const [one, two] = await Promise.all([shared.open(spec, path, null), shared.open(spec, path, null)]);
      one.halt();
      await threads[0]?.close();
      expect((await refusal(one.snapshot()))?.code).to.equal('TRAINING_FAILED');
      expect((await two.runEpoch()).epoch).to.equal(1);
      expect(threads).to.have.length(2);
      await Promise.all([one.close(), two.close()]);
    });

    it('gives a heavy one a thread of its own', async () => {
      const shared = sharing();
      const shape = { inputs: 1024, hidden: 64, outputs: 3, batch: 4 };
      const wide = join(dir, 'wide.csv');
      writeFileSync(wide, smallCsv(20, shape));
      const runs = [
        await shared.open(spec, path, null),
        await shared.open({ ...spec, shape }, wide, null),
        await shared.open(spec, path, null),
      ];
      expect(threads).to.have.length(2);
      await Promise.all(runs.map((run) => run.close()));
    });
  });
});

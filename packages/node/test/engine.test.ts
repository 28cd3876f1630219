import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ExactEngine } from '../src/adapters/engine/exact-engine.ts';
import { NodeError } from '../src/index.ts';
import { jobFixture } from './support/job-fixture.ts';

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
});

import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commitWeights, ExactTrainer, encodeWeights, fieldToHex, prepareDataset } from '@cyxwiz/engine';
import { bytesToField, CheckpointChain, fieldToBytes, fromHex, toHex } from '@cyxwiz/protocol';
import { expect } from 'chai';
import type { JobRecord } from '../src/domain/job-record.ts';
import { fileChainOf, spawnAgent } from './support/agent-of.ts';
import type { FileChain } from './support/file-chain.ts';
import { type JobFixture, SHAPE } from './support/job-fixture.ts';
import { eventually, TestNode } from './support/test-node.ts';

// Signals come after a fifth of them, so that a slow reader of the journal does not come after the end.
const EPOCHS = 600;
const INTERVAL = 10;

describe('an agent that is interrupted', function () {
  this.timeout(240_000);
  let node: TestNode;
  let job: JobFixture;
  let chain: FileChain;
  let child: ChildProcess | null = null;

  beforeEach(async () => {
    node = await TestNode.create();
    chain = fileChainOf(node);
    await node.start({ chain });
    job = node.assign({ epochs: EPOCHS, checkpointInterval: INTERVAL, estimatedSeconds: 30 });
    chain.jobs.set(job.address, job.escrow());
    const stream = (await node.ready(job)).train();
    stream.on('error', () => undefined).resume();
    stream.write({ start: {} });
    await eventually(() => (read()?.checkpoints.length ?? 0) > 0, 'first checkpoint');
    await node.stop();
  });
  afterEach(async () => {
    child?.kill('SIGKILL');
    await node.remove();
  });

  function read(): JobRecord | undefined {
    try {
      return JSON.parse(
        readFileSync(join(node.dir, 'jobs', job.address, 'journal.json'), 'utf8'),
      ) as JobRecord;
    } catch {
      return undefined;
    }
  }

  async function run(): Promise<ChildProcess> {
    child = await spawnAgent(node);
    return child;
  }

  async function endAt(checkpoints: number, signal: NodeJS.Signals): Promise<number | null> {
    const running = await run();
    await eventually(() => (read()?.checkpoints.length ?? 0) >= checkpoints, `checkpoint ${checkpoints}`);
    const exit = once(running, 'exit');
    running.kill(signal);
    const [code] = (await exit) as [number | null];
    return code;
  }

  /** Weights and commitments of a training that nobody disturbed. */
  function undisturbed() {
    const trainer = new ExactTrainer({
      shape: SHAPE,
      seed: job.spec.seed,
      dataset: prepareDataset(job.csv, SHAPE),
    });
    const checkpoints = [];
    for (let epoch = 1; epoch <= EPOCHS; epoch += 1) {
      const { lossMicros, accuracyPpm } = trainer.runEpoch();
      if (epoch % INTERVAL !== 0) continue;
      checkpoints.push({ weights: fieldToHex(commitWeights(trainer.weights)), lossMicros, accuracyPpm });
    }
    return { checkpoints, bytes: encodeWeights(trainer.weights) };
  }

  async function finish(): Promise<JobRecord> {
    const running = await run();
    const record = await eventually(() => {
      const now = read();
      return now?.phase === 'proven' ? now : null;
    }, 'proven');
    running.kill('SIGTERM');
    await once(running, 'exit');
    return record;
  }

  function same(record: JobRecord): void {
    const expected = undisturbed();
    const found = record.checkpoints.map(({ weights, lossMicros, accuracyPpm }) => ({
      weights,
      lossMicros,
      accuracyPpm,
    }));
    expect(found).to.deep.equal(expected.checkpoints);
    const bytes = readFileSync(join(node.dir, 'jobs', job.address, 'weights.safetensors'));
    expect(bytes.equals(expected.bytes)).to.equal(true);
    const metrics = readFileSync(join(node.dir, 'jobs', job.address, 'metrics.jsonl'), 'utf8');
    const epochs = metrics
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { epoch: number }).epoch);
    expect(epochs).to.deep.equal(Array.from({ length: EPOCHS }, (_, i) => i + 1));
    const times = record.checkpoints.map((checkpoint) => checkpoint.timeMs);
    for (const [i, time] of times.slice(1).entries()) expect(time).to.be.greaterThan(times[i] as number);
    chain.load();
    const escrow = chain.jobs.get(job.address);
    expect(escrow?.provenCheckpoints).to.equal(EPOCHS / INTERVAL);
    // Every root that was anchored on the way is a root over the same chain.
    const whole = new CheckpointChain(
      bytesToField(escrow?.binding ?? new Uint8Array()),
      record.checkpoints.map((checkpoint) => ({
        weights: bytesToField(fromHex(checkpoint.weights)),
        lossMicros: BigInt(checkpoint.lossMicros),
        accuracyPpm: checkpoint.accuracyPpm,
        elapsedMs: BigInt(checkpoint.timeMs),
      })),
    );
    for (const anchor of chain.anchors) {
      expect(toHex(anchor.root)).to.equal(toHex(fieldToBytes(whole.root(anchor.checkpoints))));
    }
  }

  it('by kill -9, again and again, gives the weights of an undisturbed training to the bit', async () => {
    for (const checkpoints of [5, 12, 20]) await endAt(checkpoints, 'SIGKILL');
    const record = await finish();
    same(record);
    const files = readdirSync(join(node.dir, 'jobs', job.address)).filter((name) =>
      name.startsWith('snapshot-'),
    );
    // Besides those that the client may fetch at most one of the last kill's: what earlier ones left is deleted.
    const kept = read()?.kept.map(({ file }) => file.name) ?? [];
    expect(files.filter((name) => !kept.includes(name)).length).to.be.at.most(1);
  });

  it('by SIGTERM leaves at once with code 0 and goes on from between two batches', async () => {
    for (const checkpoints of [5, 12]) expect(await endAt(checkpoints, 'SIGTERM')).to.equal(0);
    expect(read()?.phase).to.equal('training');
    expect(read()?.snapshot?.file.name).to.match(/left/);
    same(await finish());
  });

  it('with a damaged snapshot starts over and still ends with the same bits', async () => {
    await endAt(8, 'SIGKILL');
    const name = read()?.snapshot?.file.name ?? '';
    const path = join(node.dir, 'jobs', job.address, name);
    const bytes = readFileSync(path);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(path, bytes);
    same(await finish());
  });

  it('with a journal that is none does not start, and says what to do', async () => {
    writeFileSync(join(node.dir, 'jobs', job.address, 'journal.json'), '{"version":9}');
    const error = await node.start({ chain }).then(
      () => null,
      (failure: { code: string; message: string }) => failure,
    );
    expect(error?.code).to.equal('JOURNAL_CORRUPT');
    expect(error?.message).to.match(/move the job's folder away/);
  });
});

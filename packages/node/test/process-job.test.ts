import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  encodeJobSpec,
  type ProcessJobSpec,
  processDatasetRoot,
  processStart,
  processWeightsCommitment,
  specHash,
  toHex,
} from '@cyxwiz/protocol';
import { expect } from 'chai';
import { ProcessEngine } from '../src/adapters/engine/process-engine.ts';
import { engineOffersSchema } from '../src/domain/engine-offer.ts';
import type { JobRecord } from '../src/domain/job-record.ts';
import { type JobFixture, jobFixture } from './support/job-fixture.ts';
import { chunksOf } from './support/test-client.ts';
import { eventually, TestNode } from './support/test-node.ts';

const PROGRAM = fileURLToPath(new URL('./support/process-program.mjs', import.meta.url));
const EPOCHS = 6;
const sum = { command: [process.execPath, PROGRAM], graceSeconds: 20 };
const quiet = { info() {}, warn() {}, error() {}, debug() {} };

describe('a job that a program trains', function () {
  this.timeout(240_000);
  let node: TestNode;
  beforeEach(async () => {
    node = await TestNode.create({ engines: { sum } });
    await node.start();
  });
  afterEach(() => node.remove());

  /** A funded job for this program, assigned. */
  function assign(name: string, config: Record<string, unknown> = {}) {
    const job = jobFixture(node.chain.node);
    const { seed, clientKey } = job.spec;
    const program = { name, config };
    const root = processDatasetRoot(createHash('sha256').update(job.csv).digest());
    const start = processStart(program, seed);
    const spec: ProcessJobSpec = {
      ...{ version: 1, engine: 'process', program, seed, clientKey, epochs: EPOCHS, checkpointInterval: 1 },
      ...{ estimatedSeconds: 10, datasetRoot: toHex(root), initialWeights: toHex(start) },
    };
    const specJson = encodeJobSpec(spec);
    const counts = { epochs: EPOCHS, checkpoints: EPOCHS };
    const hashes = { specHash: specHash(specJson), datasetRoot: root, initialWeights: start };
    node.chain.jobs.set(job.address, job.escrow({ ...counts, ...hashes }));
    node.coordinator.assign({ ...job.assignment, specJson: Buffer.from(specJson).toString() });
    const read = () =>
      JSON.parse(readFileSync(join(node.dir, 'jobs', job.address, 'journal.json'), 'utf8')) as JobRecord;
    return { job, spec, specJson, read };
  }

  async function begin(job: JobFixture, specJson: Uint8Array): Promise<void> {
    const client = await node.connected(job);
    await client.sendJob(specJson);
    await client.upload(chunksOf(job.csv));
    client
      .train()
      .on('error', () => undefined)
      .resume()
      .write({ start: {} });
  }

  it('is trained through a restart of the agent, anchored, proven, and its weights delivered', async () => {
    const { job, spec, specJson, read } = assign('sum', { milliseconds: 200 });
    await begin(job, specJson);
    await eventually(() => read().checkpoints.length >= 2, 'two checkpoints');
    await node.stop();
    expect(read().phase).to.equal('training');
    await node.start();
    await eventually(() => read().phase === 'proven' || read().phase === 'settled', 'proven');

    const engine = await ProcessEngine.open(
      join(node.dir, 'undisturbed'),
      engineOffersSchema.parse({ sum }),
      quiet,
    );
    const data = join(node.dir, 'jobs', job.address, read().dataset?.name ?? '');
    const run = await engine.open(spec, data, null, 0);
    for (let epoch = 1; epoch <= EPOCHS; epoch += 1) await run.runEpoch();
    const expected = await run.safetensors();
    await run.close();
    const { bytes } = await (await node.connected(job)).downloadAll();
    expect(bytes.equals(expected)).to.equal(true);
    const commitment = processWeightsCommitment(createHash('sha256').update(bytes).digest());
    expect(toHex(node.chain.jobs.get(job.address)?.anchoredWeights ?? new Uint8Array())).to.equal(
      toHex(commitment),
    );
  });

  it('ends with what the program says went wrong', async () => {
    const { job, specJson, read } = assign('sum', { fault: 'error', at: 2 });
    await begin(job, specJson);
    await eventually(() => read().phase === 'failed', 'failed');
    expect(read().error?.code).to.equal('TRAINING_FAILED');
    expect(read().error?.message).to.match(/the loss is not a number any more/);
  });

  it('is not accepted for a program that this node does not offer', async () => {
    const { job, read } = assign('torch');
    const journal = join(node.dir, 'jobs', job.address, 'journal.json');
    await eventually(() => existsSync(journal) && read().phase === 'failed', 'refused');
    expect(read().error).to.deep.include({ code: 'ASSIGNMENT_REFUSED' });
    expect(read().accepted).to.equal(null);
  });
});

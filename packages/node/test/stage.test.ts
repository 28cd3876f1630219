import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { commitWeights, ExactTrainer, encodeWeights, fieldToBytes, prepareDataset } from '@cyxwiz/engine';
import { toHex } from '@cyxwiz/protocol';
import { expect } from 'chai';
import type { EscrowJob } from '../src/ports/chain.ts';
import { type JobFixture, jobFixture, SHAPE } from './support/job-fixture.ts';
import { chunksOf, refusal, type TestClient } from './support/test-client.ts';
import { eventually, journalOf, TestNode } from './support/test-node.ts';

const EPOCHS = 20;
const DONE = 8;

/** The state behind so many epochs, as a node hands it out, and the weights at the end. */
function trained(job: JobFixture, epochs: number, seed = job.spec.seed) {
  const trainer = new ExactTrainer({ shape: SHAPE, seed, dataset: prepareDataset(job.csv, SHAPE) });
  for (let epoch = 0; epoch < epochs; epoch += 1) trainer.runEpoch();
  const commitment = fieldToBytes(commitWeights(trainer.weights));
  return { file: Buffer.from(trainer.snapshot()), weights: encodeWeights(trainer.weights), commitment };
}

describe('a stage of a job that another node began', () => {
  let node: TestNode;
  before(async () => {
    node = await TestNode.create({ slots: 64 });
    await node.start();
  });
  after(() => node.remove());

  /** The second half of a job, as `reassign` leaves it. */
  function stage(changes: Partial<EscrowJob> = {}, at = node): JobFixture {
    const job = jobFixture(at.chain.node, { epochs: EPOCHS });
    at.chain.jobs.set(job.address, job.escrow({ ...rest(job), ...changes }));
    at.coordinator.assign(job.assignment);
    return job;
  }

  const rest = (job: JobFixture): Partial<EscrowJob> => ({
    reassignments: 1,
    epochsDone: DONE,
    epochs: EPOCHS - DONE,
    checkpoints: EPOCHS - DONE,
    estimatedSeconds: 6,
    initialWeights: trained(job, DONE).commitment,
  });

  async function handedOver(job: JobFixture, at = node): Promise<TestClient> {
    const client = await at.ready(job);
    const done = await client.uploadCheckpoint(chunksOf(trained(job, DONE).file));
    expect(toHex(done.weightsCommitment)).to.equal(toHex(trained(job, DONE).commitment));
    return client;
  }

  function start(client: TestClient): void {
    const stream = client.train().on('error', () => undefined);
    stream.resume().write({ start: {} });
  }

  it('is trained from its checkpoint on, to the weights of an undisturbed training, and no epoch twice', async () => {
    const job = stage();
    const client = await node.ready(job);
    const held = await client.sendJob(job.specJson);
    expect(held).to.include({ checkpointEpoch: DONE, checkpointPresent: false, checkpointOffset: '0' });
    start(client);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(node.chain.jobs.get(job.address)?.state, 'not before the checkpoint is there').to.equal('Funded');
    await client.uploadCheckpoint(chunksOf(trained(job, DONE).file));
    expect((await client.sendJob(job.specJson)).checkpointPresent).to.equal(true);
    await eventually(() => node.chain.jobs.get(job.address)?.provenCheckpoints === EPOCHS - DONE, 'proof');

    const anchors = node.chain.anchors.filter((anchor) => anchor.job === job.address);
    expect(anchors.at(-1)?.checkpoints).to.equal(EPOCHS - DONE);
    const { weights, commitment } = trained(job, EPOCHS);
    expect(toHex(anchors.at(-1)?.weights ?? new Uint8Array())).to.equal(toHex(commitment));
    expect((await client.downloadAll()).bytes.equals(weights)).to.equal(true);
    const receipt = JSON.parse(Buffer.from((await client.receipt()).receiptJson).toString());
    const epochs = (receipt.checkpoints as { epoch: number }[]).map(({ epoch }) => epoch);
    expect(epochs).to.deep.equal(Array.from({ length: EPOCHS - DONE }, (_, i) => DONE + 1 + i));
    const unknown = await refusal(client.fetchAll(DONE));
    expect(unknown).to.include({ reason: 'CHECKPOINT_UNKNOWN' });
    const early = await client.fetchAll(DONE + 2);
    expect(early.bytes.equals(trained(job, DONE + 2).file)).to.equal(true);
  });

  it('goes on after a restart, also where an upload broke off, and where its snapshot is gone', async () => {
    const other = await TestNode.create();
    try {
      await other.start();
      const job = stage({}, other);
      const client = await other.ready(job);
      const { file } = trained(job, DONE);
      const broken = await refusal(client.uploadCheckpoint([...chunksOf(file)].slice(0, 2)));
      expect(broken).to.include({ reason: 'UPLOAD_INCOMPLETE' });
      await other.stop();
      await other.start();
      const again = await other.connected(job);
      const held = await again.sendJob(job.specJson);
      expect(held).to.include({ checkpointOffset: '200', datasetPresent: true });
      await again.uploadCheckpoint(chunksOf(file, 100, 200));
      await other.stop();
      await other.start();
      start(await other.connected(job));
      await eventually(() => other.chain.jobs.get(job.address)?.provenCheckpoints === EPOCHS - DONE, 'proof');
      const final = other.chain.anchors.at(-1)?.weights ?? new Uint8Array();
      expect(toHex(final)).to.equal(toHex(trained(job, EPOCHS).commitment));
      expect(existsSync(join(other.dir, 'jobs', job.address, 'start.part'))).to.equal(false);
    } finally {
      await other.remove();
    }
  });

  const wrong: [name: string, file: (job: JobFixture) => Buffer, reason: string][] = [
    ['another epoch', (job) => trained(job, DONE - 1).file, 'CHECKPOINT_MISMATCH'],
    ['another job', (job) => trained(job, DONE, '08'.repeat(32)).file, 'CHECKPOINT_MISMATCH'],
    ['no training at all', () => Buffer.from('not a checkpoint'), 'CHECKPOINT_MISMATCH'],
  ];
  for (const [name, file, reason] of wrong) {
    it(`does not begin with the state of ${name}, and takes the right one afterwards`, async () => {
      const job = stage();
      const client = await node.ready(job);
      expect(await refusal(client.uploadCheckpoint(chunksOf(file(job))))).to.include({
        status: 'INVALID_ARGUMENT',
        reason,
      });
      const held = await client.sendJob(job.specJson);
      expect(held).to.include({ checkpointPresent: false, checkpointOffset: '0' });
      start(await handedOver(job));
      await eventually(() => node.chain.jobs.get(job.address)?.state === 'Running', 'acceptance');
    });
  }

  it('takes no checkpoint for a job that begins with its first weights', async () => {
    const job = node.assign();
    const client = await node.ready(job);
    expect((await client.sendJob(job.specJson)).checkpointEpoch).to.equal(0);
    expect(await refusal(client.uploadCheckpoint(chunksOf(trained(job, DONE).file)))).to.include({
      status: 'FAILED_PRECONDITION',
      reason: 'CHECKPOINT_UNWANTED',
    });
  });

  const refused: [name: string, escrow: Partial<EscrowJob>, message: RegExp][] = [
    [
      'with all of its epochs',
      { epochs: EPOCHS, checkpoints: EPOCHS, estimatedSeconds: 10 },
      /differ in: number of epochs, number of checkpoints$/,
    ],
    ['that begins behind its end', { epochsDone: EPOCHS, epochs: 0, checkpoints: 0 }, /epochs that are done/],
    ['with too little time', { estimatedSeconds: 5 }, /differ in: estimated time$/],
    ['with more time than the whole', { estimatedSeconds: 11 }, /differ in: estimated time$/],
    ['for another node', { assignmentHash: new Uint8Array(32) }, /assigned to another node/],
  ];
  for (const [name, escrow, message] of refused) {
    it(`${name} is refused`, async () => {
      const job = stage(escrow);
      const sent = await eventually(() => node.coordinator.completions.find((it) => it.job === job.address));
      expect(sent.error).to.match(message);
    });
  }

  it('is refused when its client brings no checkpoint while it could be accepted', async () => {
    const job = stage({ acceptBy: Math.floor(Date.now() / 1000) + 3 });
    start(await node.ready(job));
    const sent = await eventually(() => node.coordinator.completions.find((it) => it.job === job.address));
    expect(sent.error).to.match(/its client sent no checkpoint while it could be accepted/);
    expect(node.chain.calls.some((call) => call.job === job.address)).to.equal(false);
  });

  it('waits for a provider that still shows the node before', async () => {
    const job = jobFixture(node.chain.node, { epochs: EPOCHS });
    node.chain.jobs.set(job.address, job.escrow({ state: 'Running', node: 'the one that died' }));
    node.coordinator.assign(job.assignment);
    const client = await node.connected(job);
    expect(await refusal(client.sendJob(job.specJson))).to.include({ reason: 'CHAIN_UNAVAILABLE' });
    node.chain.jobs.set(job.address, job.escrow(rest(job)));
    start(await handedOver(job));
    await eventually(() => node.chain.jobs.get(job.address)?.state === 'Running', 'acceptance');
  });

  it('is left by a node whose job was given to another, and taken up when it is given back', async () => {
    const job = jobFixture(node.chain.node, { epochs: 100_000, checkpointInterval: 2_000 });
    node.chain.jobs.set(job.address, job.escrow());
    node.coordinator.assign(job.assignment);
    start(await node.ready(job));
    const journal = () => journalOf(node.dir, job.address);
    await eventually(() => journal()?.phase === 'training', 'training');
    const given = node.chain.jobs.get(job.address);
    if (given === undefined) throw new Error('the job is gone');
    Object.assign(given, { state: 'Funded', node: null, reassignments: 1 });
    const left = await eventually(() =>
      node.coordinator.completions.find((it) => it.error !== '' && it.job === job.address),
    );
    expect(left.error).to.match(/^ESCROW_REASSIGNED: /);

    const next = jobFixture(node.chain.node);
    Object.assign(given, { assignmentHash: next.escrow().assignmentHash });
    node.coordinator.assign({ ...job.assignment, salt: next.salt });
    await eventually(() => journal()?.salt === toHex(next.salt) && journal()?.reassignments === 1, 'anew');
    start(await node.ready(job));
    await eventually(() => node.chain.jobs.get(job.address)?.state === 'Running', 'second acceptance');
  });
});

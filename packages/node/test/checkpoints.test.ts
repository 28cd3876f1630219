import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commitmentOfSafetensors, ExactTrainer, prepareDataset } from '@cyxwiz/engine';
import { fieldToBytes, toHex } from '@cyxwiz/protocol';
import { expect } from 'chai';
import { EXACT, type JobFixture } from './support/job-fixture.ts';
import { refusal, type TestClient } from './support/test-client.ts';
import { eventually, journalOf, TestNode } from './support/test-node.ts';

const EPOCHS = 20;
const DAY = 24 * 3600 * 1000;

describe('FetchCheckpoint', function () {
  this.timeout(120_000);
  let node: TestNode;
  afterEach(() => node.remove());

  const trained = async (job: JobFixture, client: TestClient): Promise<void> => {
    const stream = client.train();
    stream.resume().write({ start: {} });
    await new Promise((resolve, reject) => stream.on('end', resolve).on('error', reject));
    await eventually(() => journalOf(node.dir, job.address)?.phase === 'proven', 'proven');
  };
  const states = (job: JobFixture) =>
    readdirSync(join(node.dir, 'jobs', job.address)).filter((name) => name.startsWith('snapshot-'));

  describe('of a job that is trained', () => {
    let job: JobFixture;
    let client: TestClient;
    beforeEach(async () => {
      node = await TestNode.create();
      await node.start();
      // Twenty checkpoints, anchored two by two at most.
      job = node.assign({ epochs: EPOCHS, checkpointInterval: 1 });
      client = await node.ready(job);
      await trained(job, client);
    });

    it('sends the state behind each anchor, checked in chunks and as a whole, to its commitment', async () => {
      const anchored = journalOf(node.dir, job.address)?.anchors.map(({ checkpoints }) => checkpoints) ?? [];
      expect(anchored.at(-1)).to.equal(EPOCHS);
      for (const epoch of anchored) {
        const { bytes, sha256, first } = await client.fetchAll(epoch);
        expect(sha256.equals(createHash('sha256').update(bytes).digest())).to.equal(true);
        expect(first.epoch).to.equal(epoch);
        const commitment = fieldToBytes(commitmentOfSafetensors(bytes));
        expect(toHex(first.weightsCommitment)).to.equal(toHex(commitment));
        expect(journalOf(node.dir, job.address)?.checkpoints[epoch - 1]?.weights).to.equal(toHex(commitment));
      }
    });

    it('is a state that a training goes on from, to the same weights', async () => {
      const [anchor] = journalOf(node.dir, job.address)?.anchors ?? [];
      const { bytes } = await client.fetchAll(anchor?.checkpoints ?? 0);
      const { seed, shape } = job.spec;
      const trainer = new ExactTrainer({ shape, seed, dataset: prepareDataset(job.csv, shape) });
      trainer.restore(bytes);
      for (let epoch = anchor?.checkpoints ?? 0; epoch < EPOCHS; epoch += 1) {
        for await (const _ of trainer.epochTurns());
      }
      const whole = await client.downloadAll();
      expect(commitmentOfSafetensors(trainer.snapshot())).to.equal(commitmentOfSafetensors(whole.bytes));
    });

    it('goes on from any byte, and refuses those behind the end', async () => {
      const { bytes } = await client.fetchAll(EPOCHS);
      for (const offset of [1, bytes.length - 1, bytes.length]) {
        const rest = await client.fetchAll(EPOCHS, offset);
        expect(rest.bytes.equals(bytes.subarray(offset))).to.equal(true);
        expect(rest.first.epoch).to.equal(EPOCHS);
        expect(rest.sha256).to.have.length(32);
      }
      expect(await refusal(client.fetchAll(EPOCHS, bytes.length + 1))).to.include({
        status: 'OUT_OF_RANGE',
        reason: 'OFFSET_INVALID',
      });
    });

    it('gives the latest for epoch 0', async () => {
      expect((await client.fetchAll(0)).first.epoch).to.equal(EPOCHS);
    });

    it('keeps no state that was not anchored, and says which it has', async () => {
      const anchored = new Set(journalOf(node.dir, job.address)?.anchors.map((anchor) => anchor.checkpoints));
      const passed = Array.from({ length: EPOCHS }, (_, at) => at + 1).find((epoch) => !anchored.has(epoch));
      expect(states(job)).to.have.length(anchored.size);
      const refused = await refusal(client.fetchAll(passed ?? 0));
      expect(refused).to.include({ status: 'NOT_FOUND', reason: 'CHECKPOINT_EXPIRED' });
      expect(refused.message).to.match(/it has those of epochs: .*20$/);
    });

    it('refuses epochs that are no checkpoint, and calls without a session', async () => {
      const beyond = await refusal(client.fetchAll(EPOCHS + 1));
      expect(beyond).to.include({ status: 'NOT_FOUND', reason: 'CHECKPOINT_UNKNOWN' });
      const stranger = await refusal(node.client().fetchAll(EPOCHS));
      expect(stranger).to.include({ status: 'UNAUTHENTICATED', reason: 'SESSION_MISSING' });
      expect(await refusal(node.client().receipt())).to.include({ reason: 'SESSION_MISSING' });
    });

    it('forgets them when their time is over, also while it was switched off', async () => {
      const escrow = node.chain.jobs.get(job.address);
      if (escrow !== undefined) escrow.objectionWaived = true;
      await eventually(() => journalOf(node.dir, job.address)?.endedAtMs, 'over');
      expect((await client.fetchAll(EPOCHS)).first.epoch).to.equal(EPOCHS);
      const { metadata } = client;
      await node.stop();
      const path = join(node.dir, 'jobs', job.address, 'journal.json');
      const journal = JSON.parse(readFileSync(path, 'utf8'));
      writeFileSync(path, JSON.stringify({ ...journal, endedAtMs: Date.now() - 13.9 * DAY }));
      Object.assign(node.config, { keepCheckpointsDays: 13 });
      await node.start();
      expect(states(job)).to.deep.equal([]);
      const again = node.client();
      again.metadata.merge(metadata);
      expect(await refusal(again.fetchAll(EPOCHS))).to.include({ reason: 'CHECKPOINT_EXPIRED' });
      expect((await again.downloadAll()).sha256).to.have.length(32);
    });
  });

  it('keeps every checkpoint where the owner wants that, and none beyond the job where he wants that', async () => {
    node = await TestNode.create({ keepCheckpoints: 'all', keepCheckpointsDays: 0 });
    await node.start();
    const job = node.assign({ epochs: 9, checkpointInterval: 2 });
    const client = await node.ready(job);
    await trained(job, client);
    for (const epoch of [2, 4, 6, 8, 9]) expect((await client.fetchAll(epoch)).first.epoch).to.equal(epoch);
    expect(await refusal(client.fetchAll(3))).to.include({ reason: 'CHECKPOINT_UNKNOWN' });
    const escrow = node.chain.jobs.get(job.address);
    if (escrow !== undefined) escrow.objectionWaived = true;
    await eventually(() => journalOf(node.dir, job.address)?.kept.length === 0, 'deleted');
    expect(await refusal(client.fetchAll(9))).to.include({ reason: 'CHECKPOINT_EXPIRED' });
  });

  it('proves what is asked for during the training before it hands it over', async () => {
    node = await TestNode.create();
    await node.start();
    const job = node.assign({ epochs: 800, checkpointInterval: 16 });
    const client = await node.ready(job);
    const stream = client.train();
    stream
      .resume()
      .on('error', () => undefined)
      .write({ start: {} });
    const none = await refusal(client.fetchAll(0));
    expect(none).to.include({ status: 'NOT_FOUND', reason: 'CHECKPOINT_UNKNOWN' });
    expect(await refusal(client.fetchAll(800))).to.include({ reason: 'CHECKPOINT_UNKNOWN' });
    const chain = () => node.chain.jobs.get(job.address);
    await eventually(() => (chain()?.anchoredCheckpoints ?? 0) > 0, 'an anchor');
    stream.write({ pause: {} });
    const { first, bytes } = await client.fetchAll(0);
    expect(chain()?.provenCheckpoints).to.equal(first.epoch / 16);
    expect(toHex(first.weightsCommitment)).to.equal(toHex(fieldToBytes(commitmentOfSafetensors(bytes))));
    stream.cancel();
  });

  it('does not hand over what the chain has not taken a proof for', async () => {
    node = await TestNode.create();
    await node.start();
    const job = node.assign({ epochs: 800, checkpointInterval: 16 });
    const client = await node.ready(job);
    const { promise, resolve: prove } = Promise.withResolvers<void>();
    node.prover.held = promise;
    client
      .train()
      .resume()
      .on('error', () => undefined)
      .write({ start: {} });
    await eventually(() => (node.chain.jobs.get(job.address)?.anchoredCheckpoints ?? 0) > 0, 'an anchor');
    const waiting = client.fetch(0);
    let chunks = 0;
    const ended = new Promise((resolve, reject) => waiting.on('end', resolve).on('error', reject));
    waiting.on('data', () => {
      chunks += 1;
    });
    await eventually(() => node.prover.requests > 0, 'it is being proven');
    expect(chunks).to.equal(0);
    prove();
    await ended;
    expect(chunks).to.be.greaterThan(0);
    expect(node.chain.jobs.get(job.address)?.provenCheckpoints).to.be.greaterThan(0);
  });

  it('hands over nothing of an exact job before its final anchor', async () => {
    node = await TestNode.create();
    await node.start();
    const job = node.assign({ epochs: 20, checkpointInterval: 1, exact: EXACT });
    const client = await node.ready(job);
    client
      .train()
      .resume()
      .on('error', () => undefined)
      .write({ start: {} });
    await eventually(() => (node.chain.jobs.get(job.address)?.anchoredCheckpoints ?? 0) > 0, 'an anchor');
    const early = await refusal(client.fetchAll(1));
    // A fast machine may be through already.
    const over = node.chain.jobs.get(job.address)?.anchoredCheckpoints === 20;
    if (!over) expect(early).to.include({ status: 'FAILED_PRECONDITION', reason: 'CHECKPOINT_UNPROVEN' });
    await eventually(() => node.chain.jobs.get(job.address)?.anchoredCheckpoints === 20, 'the final anchor');
    await eventually(() => journalOf(node.dir, job.address)?.anchor?.checkpoints === 20, 'written down');
    expect((await client.fetchAll(20)).first.epoch).to.equal(20);
  });
});

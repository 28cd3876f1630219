import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { commitmentOfSafetensors, ExactTrainer, fieldToHex, prepareDataset } from '@cyxwiz/engine';
import { type nodeV1, toHex } from '@cyxwiz/protocol';
import { expect } from 'chai';
import { systemClock } from '../src/adapters/system/system-clock.ts';
import { SHAPE } from './support/job-fixture.ts';
import { eventually, journalOf, TestNode } from './support/test-node.ts';

type Event = nodeV1.TrainResponse__Output;

describe('a job on the node, from assignment to pay', () => {
  let node: TestNode;
  beforeEach(async () => {
    node = await TestNode.create();
    await node.start();
  });
  afterEach(() => node.remove());

  it('deletes the data set when the job is over, keeps weights and records, and forgets each after its time', async () => {
    const job = node.assign({ epochs: 2 });
    const client = await node.ready(job);
    const stream = client.train();
    stream.resume().write({ start: {} });
    await new Promise((resolve, reject) => stream.on('end', resolve).on('error', reject));
    const folder = join(node.dir, 'jobs', job.address);
    expect(existsSync(join(folder, 'dataset.csv'))).to.equal(true);
    const escrow = node.chain.jobs.get(job.address);
    if (escrow !== undefined) escrow.objectionWaived = true;
    await eventually(() => !existsSync(join(folder, 'dataset.csv')), 'deleted');
    const records = ['events.out.tfevents.0.cyxwiz', 'journal.json', 'metrics.jsonl'];
    const left = () => readdirSync(folder).sort();
    const kept = [...records, 'snapshot-1.safetensors', 'snapshot-2.safetensors', 'weights.safetensors'];
    await eventually(() => journalOf(node.dir, job.address)?.endedAtMs, 'over');
    await eventually(() => left().every((name) => kept.includes(name)), 'only what is kept is left');
    expect(left()).to.include.members([...records, 'snapshot-2.safetensors', 'weights.safetensors']);
    expect((await client.downloadAll()).bytes.length).to.be.greaterThan(0);
    const startIn = async (days: number) => {
      await node.stop();
      await node.start({ clock: { ...systemClock, nowMs: () => Date.now() + days * 24 * 3600 * 1000 } });
    };
    await startIn(15);
    expect(left()).to.deep.equal(records);
    await startIn(91);
    expect(existsSync(folder)).to.equal(false);
  });

  it('accepts, trains, anchors by the rule, proves, settles and reports', async () => {
    const job = node.assign({ epochs: 20 });
    const client = await node.ready(job);
    const events: Event[] = [];
    const stream = client.train();
    stream.on('data', (event: Event) => events.push(event));
    const ended = new Promise((resolve, reject) => stream.on('end', resolve).on('error', reject));
    stream.write({ start: { metricsIntervalSeconds: 1 } });
    await ended;

    const last = events.at(-1)?.ended;
    expect(last?.ok).to.equal(true);
    const stages = events.flatMap((event) => (event.proof ? [event.proof.stage] : []));
    expect(stages).to.deep.equal(['STARTED', 'PROVED', 'SUBMITTED', 'VERIFIED']);
    expect(events.flatMap((event) => (event.epoch ? [event.epoch.epoch] : [])).at(-1)).to.equal(20);

    const escrow = node.chain.jobs.get(job.address);
    expect(escrow?.provenCheckpoints).to.equal(20);
    const steps = node.chain.anchors.map((anchor) => anchor.checkpoints);
    expect(steps.at(-1)).to.equal(20);
    for (const [i, count] of steps.slice(0, -1).entries()) {
      expect(count - (steps[i - 1] ?? 0)).to.be.at.least(2);
    }

    // The weights are those of an undisturbed training, and the chain's commitment is theirs.
    const trainer = new ExactTrainer({
      shape: SHAPE,
      seed: job.spec.seed,
      dataset: prepareDataset(job.csv, SHAPE),
    });
    const epochs = Array.from({ length: 20 }, () => trainer.runEpoch());
    const { bytes, sha256 } = await client.downloadAll();
    expect(sha256.equals(createHash('sha256').update(bytes).digest())).to.equal(true);
    expect(fieldToHex(commitmentOfSafetensors(bytes))).to.equal(
      toHex(escrow?.anchoredWeights ?? new Uint8Array()),
    );
    expect(last?.finalWeights.toString('hex')).to.equal(toHex(escrow?.anchoredWeights ?? new Uint8Array()));
    const shown = events.flatMap((event) => (event.epoch ? [event.epoch] : [])).at(-1);
    expect(shown?.lossMicros).to.equal(String(epochs.at(-1)?.lossMicros));

    expect(escrow?.state).to.equal('Proving');
    if (escrow !== undefined) escrow.objectionWaived = true;
    await eventually(() => node.coordinator.completions.find((report) => report.outcome === 'settled'));
    expect(node.chain.jobs.get(job.address)?.state).to.equal('Settled');
    expect(node.chain.calls.map((call) => call.name).slice(-2)).to.deep.equal(['settle', 'applyOutcomes']);
    expect(node.coordinator.progress.map((report) => report.epoch)).to.deep.equal([10, 20]);
  });
});

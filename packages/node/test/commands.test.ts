import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { nodeV1 } from '@cyxwiz/protocol';
import { expect } from 'chai';
import { ExactEngine } from '../src/adapters/engine/exact-engine.ts';
import type { JobFixture } from './support/job-fixture.ts';
import { refusal, refusalOf, type TestClient } from './support/test-client.ts';
import { eventually, journalOf, TestNode } from './support/test-node.ts';

type Event = nodeV1.TrainResponse__Output;

/** A Train stream with everything that came out of it. */
class Watcher {
  readonly events: Event[] = [];
  readonly stream: ReturnType<TestClient['train']>;
  readonly ended: Promise<unknown>;

  constructor(client: TestClient) {
    this.stream = client.train();
    this.stream.on('data', (event: Event) => this.events.push(event));
    this.ended = new Promise((resolve, reject) => this.stream.on('end', resolve).on('error', reject));
    this.ended.catch(() => undefined);
  }

  get states(): string[] {
    return this.events.flatMap((event) => (event.status ? [event.status.state] : []));
  }

  get epoch(): number {
    return this.events.flatMap((event) => (event.epoch ? [event.epoch.epoch] : [])).at(-1) ?? 0;
  }

  get end() {
    return this.events.at(-1)?.ended;
  }
}

describe('Train', function () {
  this.timeout(120_000);
  let node: TestNode;
  let job: JobFixture;
  let client: TestClient;
  beforeEach(async () => {
    node = await TestNode.create();
    await node.start();
    job = node.assign({ epochs: 800, checkpointInterval: 16 });
    client = await node.ready(job);
  });
  afterEach(() => node.remove());

  const running = async (): Promise<Watcher> => {
    const watcher = new Watcher(client);
    watcher.stream.write({ start: {} });
    await eventually(() => watcher.epoch > 2, 'the training runs');
    return watcher;
  };
  const record = () => node.chain.jobs.get(job.address);

  it('pauses and resumes', async () => {
    const watcher = await running();
    watcher.stream.write({ pause: {} });
    await eventually(() => watcher.states.at(-1) === 'PAUSED', 'paused');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const at = watcher.epoch;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(watcher.epoch).to.equal(at);
    watcher.stream.write({ pause: {} });
    watcher.stream.write({ resume: {} });
    watcher.stream.write({ resume: {} });
    await eventually(() => watcher.epoch > at + 2, 'goes on');
    expect(watcher.states.at(-1)).to.equal('TRAINING');
  });

  it('answers each command with a status, and reports as often as it is told to', async () => {
    const watcher = await running();
    const statuses = () => watcher.events.flatMap((event) => (event.status ? [event.status] : []));
    expect(statuses().at(-1)?.metricsIntervalSeconds).to.equal(5);
    watcher.stream.write({ interval: { seconds: 1 } });
    await eventually(() => statuses().at(-1)?.metricsIntervalSeconds === 1, 'the new interval');
    const last = statuses().at(-1);
    expect(last?.cpuLoad).to.be.within(0, 1);
    expect(last?.accuracyPpm).to.be.within(0, 1_000_000);
    watcher.stream.write({ pause: {} });
    await eventually(() => statuses().at(-1)?.state === 'PAUSED', 'paused');
    const before = statuses().length;
    // Nothing happens but the clock.
    await eventually(() => statuses().length >= before + 2, 'reports every second');
    watcher.stream.write({ interval: { seconds: 1_000_000 } });
    await eventually(() => statuses().at(-1)?.metricsIntervalSeconds === 3600, 'an hour at most');
    watcher.stream.write({ interval: {} });
    await eventually(() => statuses().at(-1)?.metricsIntervalSeconds === 5, 'the node’s own again');
  });

  it('writes the state down when it is told to, and says so', async () => {
    const own = node.assign({ epochs: 2000, checkpointInterval: 2000 });
    const watcher = new Watcher(await node.ready(own));
    watcher.stream.write({ start: {} });
    await eventually(() => watcher.epoch > 2, 'the training runs');
    const state = () => watcher.events.flatMap((event) => (event.status ? [event.status] : [])).at(-1);
    expect(journalOf(node.dir, own.address)?.snapshot).to.equal(null);
    watcher.stream.write({ checkpoint: {} });
    const written = await eventually(() => state()?.stateEpoch, 'written');
    // The journal follows the file.
    await eventually(
      () => (journalOf(node.dir, own.address)?.snapshot?.epoch ?? 0) >= written,
      'in the journal',
    );
  });

  it('a pause outlives a restart', async () => {
    const watcher = await running();
    watcher.stream.write({ pause: {} });
    await eventually(() => watcher.states.at(-1) === 'PAUSED', 'paused');
    const { metadata } = client;
    await node.stop();
    await node.start();
    const again = node.client();
    again.metadata.merge(metadata);
    const second = new Watcher(again);
    await eventually(() => second.states.at(-1) === 'PAUSED', 'still paused');
    const at = second.epoch;
    second.stream.write({ resume: {} });
    await eventually(() => second.epoch > at, 'goes on');
  });

  it('its place is the snapshot’s, however far the journal of a killed agent was ahead', async () => {
    const watcher = await running();
    watcher.stream.write({ pause: {} });
    await eventually(() => watcher.states.at(-1) === 'PAUSED', 'paused');
    await node.stop();
    const left = journalOf(node.dir, job.address);
    if (!left?.latest || !left.snapshot) throw new Error('nothing was written down');
    const ahead = { ...left, latest: { ...left.latest, epoch: left.snapshot.epoch + 5 } };
    writeFileSync(join(node.dir, 'jobs', job.address, 'journal.json'), JSON.stringify(ahead));
    let opened = false;
    class Seen extends ExactEngine {
      override async open(...args: Parameters<ExactEngine['open']>) {
        const run = await super.open(...args);
        opened = true;
        return run;
      }
    }
    await node.start({ engine: new Seen() });
    await eventually(() => opened, 'the training is open');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await node.stop();
    const now = journalOf(node.dir, job.address);
    expect(now?.latest?.epoch).to.equal(left.snapshot.epoch + 5);
    expect(now?.snapshot?.epoch).to.equal(left.snapshot.epoch);
  });

  it('stops, secures what was done on chain, and goes on when the client changes its mind', async () => {
    const watcher = await running();
    await eventually(() => watcher.epoch > 200, 'some checkpoints');
    watcher.stream.write({ stop: { reason: 'enough' } });
    await watcher.ended;
    expect(watcher.states.at(-1)).to.equal('STOPPED');
    expect(watcher.end?.ok).to.equal(false);
    expect(watcher.end?.error).to.match(
      /^STOPPED_BY_CLIENT: .*enough.*cancel the job on chain, or it goes on$/,
    );
    expect(record()?.provenCheckpoints).to.be.greaterThan(0);
    expect(record()?.provenCheckpoints).to.equal(record()?.anchoredCheckpoints);
    expect(await refusal(client.downloadAll())).to.include({ reason: 'WEIGHTS_NOT_READY' });

    const late = new Watcher(client);
    await eventually(() => late.states.at(-1) === 'STOPPED', 'stands still');
    const at = late.epoch;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(late.epoch).to.equal(at);
    late.stream.write({ resume: {} });
    await late.ended;
    expect(late.end?.ok).to.equal(true);
  });

  it('stops for good when the client cancels on chain', async () => {
    const watcher = await running();
    watcher.stream.write({ stop: { reason: '' } });
    await watcher.ended;
    const escrow = record();
    if (escrow !== undefined) escrow.state = 'Cancelled';
    const late = new Watcher(client);
    await late.ended;
    expect(late.end?.error).to.match(/^ESCROW_CANCELLED/);
    expect(await refusal(client.upload([]))).to.include({
      status: 'FAILED_PRECONDITION',
      reason: 'JOB_ENDED',
    });
  });

  it('is not held up until the deadline: a pause and a stop end by themselves', async () => {
    // Long enough for the stop to come while the pause still holds.
    const impatient = await TestNode.create({ pauseLimitSeconds: 3 });
    try {
      await impatient.start();
      const own = impatient.assign({ epochs: 100, checkpointInterval: 2 });
      const watcher = new Watcher(await impatient.ready(own));
      watcher.stream.write({ start: {} });
      watcher.stream.write({ pause: {} });
      await eventually(() => watcher.states.includes('PAUSED'), 'paused');
      watcher.stream.write({ stop: { reason: 'never mind' } });
      await watcher.ended;
      expect(watcher.end?.error).to.match(/^STOPPED_BY_CLIENT/);
      await eventually(
        () => impatient.chain.jobs.get(own.address)?.provenCheckpoints === 50,
        'proven all the same',
      );
    } finally {
      await impatient.remove();
    }
  });

  it('has one patience for all pauses of a job, which a restart does not renew', async () => {
    const impatient = await TestNode.create({ pauseLimitSeconds: 0.3 });
    try {
      await impatient.start();
      const own = impatient.assign({ epochs: 800, checkpointInterval: 16 });
      const ownClient = await impatient.ready(own);
      const watcher = new Watcher(ownClient);
      watcher.stream.write({ start: {} });
      await eventually(() => watcher.epoch > 2, 'the training runs');
      watcher.stream.write({ pause: {} });
      await eventually(() => watcher.states.includes('PAUSED'), 'paused');
      await eventually(() => watcher.states.at(-1) === 'TRAINING', 'goes on by itself');
      watcher.stream.write({ pause: {} });
      const error = await watcher.ended.catch(refusalOf);
      expect(error).to.include({ status: 'FAILED_PRECONDITION', reason: 'COMMAND_REFUSED' });
      const { metadata } = ownClient;
      await impatient.stop();
      await impatient.start();
      const again = impatient.client();
      again.metadata.merge(metadata);
      const late = new Watcher(again);
      late.stream.write({ stop: { reason: 'again' } });
      expect(await late.ended.catch(refusalOf)).to.include({ reason: 'COMMAND_REFUSED' });
    } finally {
      await impatient.remove();
    }
  });

  it('tells every watcher, and goes on when all of them leave', async () => {
    const first = await running();
    const second = new Watcher(await node.connected(job));
    await eventually(() => second.epoch > 5, 'the second one sees epochs');
    second.stream.write({ checkpoint: {} });
    first.stream.cancel();
    second.stream.cancel();
    const left = second.epoch;
    const third = new Watcher(client);
    await eventually(() => third.epoch > left, 'it trained on when nobody watched');
    const at = third.epoch;
    await eventually(() => third.epoch > at, 'still training');
  });

  it('refuses an empty message and commands that make no sense, without harm', async () => {
    const idle = new Watcher(client);
    idle.stream.write({ pause: {} });
    expect(await refusal(idle.ended)).to.include({
      status: 'FAILED_PRECONDITION',
      reason: 'COMMAND_REFUSED',
    });
    const empty = new Watcher(client);
    empty.stream.write({});
    expect(await refusal(empty.ended)).to.include({ status: 'INVALID_ARGUMENT', reason: 'COMMAND_MISSING' });
    await running();
  });

  it('says that the chain cannot be reached', async () => {
    const lost = await TestNode.create();
    try {
      await lost.start();
      const own = lost.assign();
      lost.chain.jobs.delete(own.address);
      const other = await lost.connected(own);
      expect(await refusal(other.sendJob(own.specJson))).to.include({
        status: 'UNAVAILABLE',
        reason: 'CHAIN_UNAVAILABLE',
      });
    } finally {
      await lost.remove();
    }
  });

  it('stops when the client cancels on chain', async () => {
    const watcher = await running();
    const escrow = record();
    if (escrow !== undefined) escrow.state = 'Cancelled';
    await watcher.ended;
    expect(watcher.end).to.include({ ok: false, error: 'ESCROW_CANCELLED: the escrow is Cancelled' });
    const report = await eventually(() =>
      node.coordinator.completions.find((sent) => sent.outcome === 'cancelled'),
    );
    expect(report.error).to.match(/^ESCROW_CANCELLED/);
  });

  it('goes on while chain and coordinator are away, and catches up', async () => {
    const watcher = await running();
    node.coordinator.down = true;
    node.chain.outage = new Error('connection refused');
    const at = watcher.epoch;
    await eventually(() => watcher.epoch > at + 200, 'trains on');
    const anchored = node.chain.anchors.length;
    node.chain.outage = null;
    await watcher.ended;
    expect(watcher.end?.ok).to.equal(true);
    expect(node.chain.anchors.length).to.be.greaterThan(anchored);
    expect(node.chain.anchors.at(-1)?.checkpoints).to.equal(50);
    const escrow = record();
    if (escrow !== undefined) escrow.objectionWaived = true;
    await eventually(() => record()?.state === 'Settled', 'settles without the coordinator');
  });

  it('a reader that does not read costs nothing and still hears the end', async () => {
    const slow = client.train();
    slow.pause();
    const fast = await running();
    await fast.ended;
    const heard: Event[] = [];
    slow.on('data', (event: Event) => heard.push(event));
    await new Promise((resolve, reject) => slow.on('end', resolve).on('error', reject).resume());
    expect(heard.at(-1)?.ended?.ok).to.equal(true);
  });

  it('tells watchers that the node is stopping', async () => {
    const watcher = await running();
    const closing = node.agent?.close();
    expect(await refusal(watcher.ended)).to.include({ status: 'UNAVAILABLE', reason: 'SHUTTING_DOWN' });
    await closing;
  });
});

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { systemClock } from '../src/adapters/system/system-clock.ts';
import { DrainFile, StatusFile } from '../src/index.ts';
import { type JobFixture, jobFixture } from './support/job-fixture.ts';
import { eventually, journalOf, TestNode } from './support/test-node.ts';

describe('a node that drains', function () {
  this.timeout(240_000);
  let node: TestNode;
  let notices: DrainFile;
  beforeEach(async () => {
    node = await TestNode.create();
    notices = new DrainFile(node.dir);
  });
  afterEach(() => node.remove());

  const notice = (deadlineMs: number | null = null) => notices.leave({ sinceMs: Date.now(), deadlineMs });
  const told = () => node.coordinator.presence.at(-1)?.freeSlots;
  const status = () => new StatusFile(node.dir).read(Date.now());
  const phase = (job: JobFixture) => journalOf(node.dir, job.address)?.phase;

  async function training(epochs: number): Promise<JobFixture> {
    const job = node.assign({ epochs, checkpointInterval: Math.ceil(epochs / 64) });
    const stream = (await node.ready(job)).train();
    stream.on('error', () => undefined).resume();
    stream.write({ start: {} });
    await eventually(() => phase(job) === 'training', 'training');
    return job;
  }

  /** Whether the agent has nothing left to do. */
  function drained(): { now: boolean } {
    const seen = { now: false };
    void node.agent?.drained.then(() => {
      seen.now = true;
    });
    return seen;
  }

  it('is done at once when it has no job, and the notice is gone', async () => {
    await node.start();
    await notice();
    await node.agent?.drained;
    expect(await notices.read()).to.equal(null);
  });

  it('tells the coordinator, takes nothing new, and ends its job first', async () => {
    await node.start();
    const job = await training(1_000);
    const done = drained();
    await notice();
    await eventually(() => told() === 0, 'no slot is free');
    const late = node.assign();
    await eventually(() => phase(job) === 'proven', 'proven');
    expect([done.now, phase(late)]).to.deep.equal([false, undefined]);
    const escrow = node.chain.jobs.get(job.address);
    if (escrow) escrow.objectionWaived = true;
    await eventually(() => done.now, 'drained');
    expect(phase(job)).to.equal('settled');
  });

  it('takes a job that was reserved before the notice and paid for after it, and ends it too', async () => {
    const job = jobFixture(node.chain.node, { epochs: 20 });
    node.coordinator.reserved = [job.address];
    await node.start();
    const done = drained();
    await notice();
    await eventually(async () => (await status())?.awaited.includes(job.address), 'waits for it');
    const late = node.assign();
    node.chain.jobs.set(job.address, job.escrow());
    node.coordinator.assign(job.assignment);
    await eventually(() => phase(job) === 'assigned', 'taken');
    const stream = (await node.ready(job)).train();
    stream.on('error', () => undefined).resume();
    stream.write({ start: {} });
    await eventually(() => phase(job) === 'proven', 'proven');
    // The status is written once a second, and such a job may take less.
    await eventually(async () => (await status())?.awaited.length === 0, 'waits for it no more');
    expect([done.now, phase(late)]).to.deep.equal([false, undefined]);
    const escrow = node.chain.jobs.get(job.address);
    if (escrow) escrow.objectionWaived = true;
    await eventually(() => done.now, 'drained');
    expect(phase(job)).to.equal('settled');
  });

  it('is done once its reservations have run out', async () => {
    node.coordinator.reserved = ['a', 'b'];
    await node.start();
    const done = drained();
    await notice();
    await eventually(async () => (await status())?.awaited.length === 2, 'waits for both');
    node.coordinator.reserved = ['b'];
    await eventually(async () => (await status())?.awaited.length === 1, 'waits for one');
    expect(done.now).to.equal(false);
    node.coordinator.reserved = [];
    await eventually(() => done.now, 'drained');
  });

  it('does not wait for what the coordinator names later, nor takes it', async () => {
    const late = jobFixture(node.chain.node);
    node.coordinator.reserved = ['first'];
    await node.start();
    const done = drained();
    await notice();
    await eventually(async () => (await status())?.awaited.length === 1, 'waits for it');
    node.coordinator.reserved = ['first', late.address];
    node.chain.jobs.set(late.address, late.escrow());
    node.coordinator.assign(late.assignment);
    const beats = node.coordinator.presence.length;
    await eventually(() => node.coordinator.presence.length > beats + 2, 'beats');
    expect((await status())?.awaited).to.deep.equal(['first']);
    node.coordinator.reserved = [late.address];
    await eventually(() => done.now, 'drained');
    expect(phase(late)).to.equal(undefined);
  });

  for (const reserved of [null, 'one']) {
    const what = reserved === null ? 'has not said what is reserved' : 'says no more that it has run out';
    it(`waits no longer than a reservation lasts where the coordinator ${what}`, async () => {
      let ahead = 0;
      await node.start({ clock: { ...systemClock, nowMs: () => Date.now() + ahead } });
      const done = drained();
      await eventually(() => node.coordinator.presence.length > 0, 'known');
      node.coordinator.reserved = [reserved ?? ''];
      node.coordinator.down = reserved === null;
      await notice();
      await eventually(async () => (await status())?.draining, 'drains');
      if (reserved !== null) await eventually(async () => (await status())?.awaited.length === 1, 'is told');
      node.coordinator.down = true;
      ahead = 7.9 * 60_000;
      const since = Date.now() + ahead;
      await eventually(async () => ((await status())?.atMs ?? 0) > since + 2_000, 'looked again');
      expect(done.now).to.equal(false);
      ahead = 8.1 * 60_000;
      await eventually(() => done.now, 'drained');
    });
  }

  it('stops at the deadline with everything written down, and goes on when it is started again', async () => {
    await node.start();
    const job = await training(40_000);
    await notice(Date.now() + 500);
    await node.agent?.drained;
    await node.stop();
    expect([phase(job), await notices.read()]).to.deep.equal(['training', null]);
    const before = journalOf(node.dir, job.address)?.snapshot?.epoch ?? 0;
    expect(before).to.be.greaterThan(0);
    await node.start();
    await eventually(() => (journalOf(node.dir, job.address)?.snapshot?.epoch ?? 0) > before, 'goes on');
  });

  it('goes on draining when it is started again in between', async () => {
    await node.start();
    const job = await training(200_000);
    await notice();
    await eventually(() => told() === 0, 'no slot is free');
    await node.stop();
    expect(await notices.read()).not.to.equal(null);
    const beats = node.coordinator.presence.length;
    await node.start();
    await eventually(() => node.coordinator.presence.length > beats && told() === 0, 'still none');
    expect(phase(job)).to.equal('training');
  });

  it('takes new work again when the notice is taken back', async () => {
    await node.start();
    const job = await training(200_000);
    await notice();
    await eventually(() => told() === 0, 'no slot is free');
    await notices.clear();
    await eventually(() => told() === 3, 'free again');
    const next = node.assign();
    await eventually(() => phase(next) === 'assigned', 'taken');
    expect(phase(job)).to.equal('training');
  });

  it('goes on as it was when the notice cannot be read', async () => {
    await node.start();
    await training(200_000);
    writeFileSync(join(node.dir, 'drain.json'), '{"sinceMs":"now"}');
    const beats = node.coordinator.presence.length;
    await eventually(() => node.coordinator.presence.length > beats + 2, 'beats');
    expect(told()).to.equal(3);
  });

  it('shows what it is doing while it runs, and nothing afterwards', async () => {
    await node.start();
    const job = await training(200_000);
    await notice();
    await eventually(() => {
      const path = join(node.dir, 'agent.json');
      return existsSync(path) && readFileSync(path, 'utf8').includes('sinceMs');
    }, 'shown');
    const shown = await status();
    expect(shown).to.include({ pid: process.pid, slots: 4, freeSlots: 0, introduced: true });
    expect(shown?.jobs[0]).to.include({
      job: job.address,
      phase: 'training',
      engine: 'exact',
      epochs: 200_000,
    });
    await node.stop();
    expect(await status()).to.equal(null);
  });

  it('shows nothing of an agent that was killed', async () => {
    await node.start();
    const shown = await eventually(() => existsSync(join(node.dir, 'agent.json')), 'shown');
    expect(shown).to.equal(true);
    const kept = readFileSync(join(node.dir, 'agent.json'), 'utf8');
    await node.stop();
    writeFileSync(join(node.dir, 'agent.json'), kept.replace(/"pid":\d+/, '"pid":2147483646'));
    expect(await status()).to.equal(null);
    writeFileSync(join(node.dir, 'agent.json'), kept);
    expect(await new StatusFile(node.dir).read(Date.now() + 60_000)).to.equal(null);
  });
});

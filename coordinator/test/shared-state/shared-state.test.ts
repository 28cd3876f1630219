import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { ExpiringMap, memoryState } from '../../src/adapters/shared-state/memory.ts';
import { redisState } from '../../src/adapters/shared-state/redis.ts';
import { systemClock } from '../../src/adapters/system/system.ts';
import type { SharedState } from '../../src/ports/shared-state.ts';
import { harness, join, submission } from '../support/harness.ts';
import { anyRedis, startRedis, type TestRedis } from '../support/redis.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const BEAT = { freeSlots: 2, cpuLoad: 0.5, memoryUsedMib: 100 };
const prefix = () => `test:${randomBytes(6).toString('hex')}:`;

/** Waits until `done`, for things that other processes do in their time. */
async function eventually(done: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 2000; i++) {
    if (await done()) return;
    await sleep(10);
  }
  throw new Error('it did not happen');
}

const KINDS: [string, () => Promise<{ state: SharedState; stop(): Promise<void> }>][] = [
  ['memory', async () => ({ state: memoryState(systemClock), stop: async () => undefined })],
  [
    'Redis',
    async () => {
      const redis = await anyRedis();
      return { state: await redisState(redis.url, prefix(), silent), stop: redis.stop };
    },
  ],
];

for (const [name, open] of KINDS) {
  describe(`shared state in ${name}`, function () {
    this.timeout(60_000);
    let state: SharedState;
    let stop: () => Promise<void>;
    before(async () => ({ state, stop } = await open()));
    after(async () => {
      await state.close();
      await stop();
    });

    it('knows who is online, until the time is over', async () => {
      await state.presence.beat('a', BEAT, 60_000);
      await state.presence.beat('b', BEAT, 30);
      expect((await state.presence.online(['a', 'c'])).get('a')).to.deep.equal(BEAT);
      await eventually(async () => !(await state.presence.online(['b'])).has('b'));
      expect([...(await state.presence.online(['a', 'b', 'c'])).keys()]).to.deep.equal(['a']);
      expect((await state.presence.online([])).size).to.equal(0);
    });

    it('keeps the last beat', async () => {
      await state.presence.beat('d', BEAT, 60_000);
      await state.presence.beat('d', { ...BEAT, freeSlots: 0 }, 60_000);
      expect((await state.presence.online(['d'])).get('d')?.freeSlots).to.equal(0);
    });

    it('tells every listener of a topic, and nobody else', async () => {
      const heard = { one: 0, two: 0, other: 0 };
      const leave = await state.fanout.subscribe('t', () => heard.one++);
      await state.fanout.subscribe('t', () => heard.two++);
      await state.fanout.subscribe('u', () => heard.other++);
      await state.fanout.publish('t');
      await eventually(() => heard.one === 1 && heard.two === 1);
      leave();
      await state.fanout.publish('t');
      await eventually(() => heard.two === 2);
      expect(heard).to.deep.equal({ one: 1, two: 2, other: 0 });
    });

    it('gives a secret away once, to whoever comes first', async () => {
      await state.once.put('s', 'value', 60_000);
      const taken = await Promise.all(Array.from({ length: 10 }, () => state.once.take('s')));
      expect(taken.filter((value) => value === 'value')).to.have.length(1);
      expect(await state.once.take('unknown')).to.equal(undefined);
    });

    it('keeps who is signed in until that ends or is ended', async () => {
      await state.sessions.put('one', 'wallet', 60_000);
      await state.sessions.put('short', 'wallet', 20);
      expect(await state.sessions.get('one')).to.equal('wallet');
      expect(await state.sessions.get('one')).to.equal('wallet');
      await state.sessions.delete('one');
      await sleep(40);
      expect([await state.sessions.get('one'), await state.sessions.get('short')]).to.deep.equal([
        undefined,
        undefined,
      ]);
    });

    it('forgets a secret that is too old', async () => {
      await state.once.put('old', 'value', 20);
      await sleep(40);
      expect(await state.once.take('old')).to.equal(undefined);
    });

    it('counts to the limit and says how long to wait, each key for itself', async () => {
      const waits = [];
      for (let i = 0; i < 5; i++) waits.push(await state.limiter.take('k', 3, 60_000));
      expect(waits.map((wait) => wait > 0)).to.deep.equal([false, false, false, true, true]);
      expect(Math.max(...waits)).to.be.within(1, 60_000);
      expect(await state.limiter.take('other', 3, 60_000)).to.equal(0);
    });

    it('counts anew in the next window', async () => {
      // A window that a busy machine does not sleep through between two calls.
      expect(await state.limiter.take('w', 1, 1_500)).to.equal(0);
      expect(await state.limiter.take('w', 1, 1_500)).to.be.greaterThan(0);
      await eventually(async () => (await state.limiter.take('w', 1, 1_500)) === 0);
    });

    it('answers a ping', () => state.ping());
  });
}

describe('several coordinators on one Redis', function () {
  this.timeout(60_000);
  let redis: TestRedis;
  before(async () => {
    redis = await anyRedis();
  });
  after(() => redis.stop());

  it('share presence, limits, secrets and hints', async () => {
    const common = prefix();
    const [one, two] = [
      await redisState(redis.url, common, silent),
      await redisState(redis.url, common, silent),
    ];
    let heard = 0;
    await two.fanout.subscribe('t', () => heard++);
    await one.fanout.publish('t');
    await eventually(() => heard === 1);
    await one.presence.beat('n', BEAT, 60_000);
    expect((await two.presence.online(['n'])).has('n')).to.equal(true);
    await one.once.put('s', 'v', 60_000);
    expect(await two.once.take('s')).to.equal('v');
    expect(await one.once.take('s')).to.equal(undefined);
    await one.limiter.take('k', 1, 60_000);
    expect(await two.limiter.take('k', 1, 60_000)).to.be.greaterThan(0);
    await Promise.all([one.close(), two.close()]);
  });

  it('do not hear those with another prefix', async () => {
    const [one, two] = [
      await redisState(redis.url, prefix(), silent),
      await redisState(redis.url, prefix(), silent),
    ];
    await one.presence.beat('n', BEAT, 60_000);
    expect((await two.presence.online(['n'])).size).to.equal(0);
    await Promise.all([one.close(), two.close()]);
  });

  it('take a job from registration to the offer', async () => {
    const shared = await redisState(redis.url, prefix(), silent);
    const h = await harness({ shared });
    const { node } = await join(h);
    expect((await h.cases.submitJob(submission())).node).to.equal(node.address);
    await h.close();
  });
});

describe('a Redis that dies', function () {
  this.timeout(60_000);

  it('is an error that says so at the start', async () => {
    const error = await redisState('redis://127.0.0.1:1', '', silent).then(
      () => undefined,
      (e: unknown) => e as Error,
    );
    expect(error?.message).to.match(/cannot reach Redis at 127.0.0.1:1: start it/);
  });

  it('fails a ping, so that the coordinator is not ready', async () => {
    const own = await startRedis();
    const state = await redisState(own.url, '', silent);
    await state.ping();
    await own.stop();
    const failed = await state.ping().then(
      () => false,
      () => true,
    );
    expect(failed).to.equal(true);
    await state.close();
  });
});

describe('entries that end', () => {
  it('stay bounded whatever keys strangers choose, and the newest stay', () => {
    let now = 0;
    const map = new ExpiringMap<number>({ now: () => now });
    for (let i = 0; i < 70_000; i++) map.set(`key ${i}`, i, 60_000);
    expect(map.size).to.equal(65_536);
    expect(map.get('key 69999')?.value).to.equal(69_999);
    expect(map.get('key 0')).to.equal(undefined);
    now = 60_000;
    map.set('late', 1, 60_000);
    expect(map.size).to.equal(1);
  });
});

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { CoordinatorKeys } from '../src/adapters/tokens/coordinator-keys.ts';
import { codeOf } from '../src/domain/errors.ts';
import type { Clock } from '../src/ports/clock.ts';
import { refusal } from './support/test-client.ts';
import { TestNode } from './support/test-node.ts';

const ACCOUNT = 'So11111111111111111111111111111111111111112';
const [OLD, NEW] = ['old', 'new'];

describe('the keys of a coordinator', () => {
  let dir: string;
  let keys: readonly string[] | null;
  let away: boolean;
  let reads: number;
  let now: number;
  const chain = {
    coordinatorKeys: async () => {
      reads += 1;
      if (away) throw new Error('connection refused');
      return keys;
    },
  };
  const clock = { nowMs: () => now } as Clock;
  const open = (account = ACCOUNT) => CoordinatorKeys.open(dir, account, chain, clock);
  const failure = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: unknown) => codeOf(error),
    );
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'cyxwiz-keys-'));
    [keys, away, reads, now] = [[OLD], false, 0, 1_000_000_000];
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it('come from its account, which is read once a minute', async () => {
    const known = await open();
    expect([await known.has(OLD), await known.has(OLD)]).to.deep.equal([true, true]);
    expect(reads).to.equal(1);
    now += 60_000;
    expect(await known.has(OLD)).to.equal(true);
    expect(reads).to.equal(2);
  });

  it('are read again for a key that is not among them, but not as often as strangers name one', async () => {
    const known = await open();
    expect(await known.has(OLD)).to.equal(true);
    keys = [OLD, NEW];
    expect(await known.has(NEW), 'read a moment ago').to.equal(false);
    now += 5_000;
    expect(await known.has(NEW)).to.equal(true);
    for (let i = 0; i < 100; i++) expect(await known.has('other')).to.equal(false);
    expect(reads).to.equal(2);
  });

  it('count no more a minute after they were taken out, or when the account is closed', async () => {
    const known = await open();
    keys = [OLD, NEW];
    expect(await known.has(OLD)).to.equal(true);
    keys = [NEW];
    now += 60_000;
    expect([await known.has(OLD), await known.has(NEW)]).to.deep.equal([false, true]);
    keys = null;
    now += 60_000;
    expect(await failure(known.has(NEW))).to.equal('KEYS_UNAVAILABLE');
    away = true;
    expect(await failure((await open()).has(NEW))).to.equal('KEYS_UNAVAILABLE');
  });

  it('are known after a restart while the chain is away, for an hour', async () => {
    await (await open()).refresh();
    away = true;
    now += 3_599_999;
    expect(await (await open()).has(OLD)).to.equal(true);
    now += 1;
    expect(await failure((await open()).has(OLD))).to.equal('KEYS_UNAVAILABLE');
  });

  it('of another account, or in a broken file, are not taken from the disk', async () => {
    await (await open()).refresh();
    away = true;
    expect(await failure((await open('other')).has(OLD))).to.equal('KEYS_UNAVAILABLE');
    const path = join(dir, 'coordinator-keys.json');
    expect(JSON.parse(await readFile(path, 'utf8'))).to.include({ account: ACCOUNT });
    await writeFile(path, '{"account":');
    expect(await failure((await open()).has(OLD))).to.equal('KEYS_UNAVAILABLE');
  });

  it('are asked for once by many clients at the same time', async () => {
    const known = await open();
    await Promise.all(Array.from({ length: 50 }, () => known.has(OLD)));
    expect(reads).to.equal(1);
  });

  it('never come from the coordinator: one that signs as another gets no node', async () => {
    const node = await TestNode.create();
    try {
      node.coordinator.account = ACCOUNT;
      await node.start();
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(node.coordinator.presence).to.deep.equal([]);
    } finally {
      await node.remove();
    }
  });

  it('that the account names no more open no session', async () => {
    const node = await TestNode.create();
    try {
      node.chain.tokenKeys = [ACCOUNT];
      await node.start();
      const job = node.assign();
      const refused = await refusal(node.client().connect(job, await node.token(job)));
      expect(refused).to.include({ status: 'UNAUTHENTICATED', reason: 'TOKEN_SIGNATURE' });
    } finally {
      await node.remove();
    }
  });
});

import { appendFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { SpentTokenLog } from '../src/adapters/disk/spent-token-log.ts';

describe('ids of used tokens', () => {
  let dir: string;
  let now: number;
  let log: SpentTokenLog | undefined;
  const open = async () => {
    await log?.close();
    log = await SpentTokenLog.open(dir, () => now);
    return log;
  };
  const path = () => join(dir, 'spent-tokens.log');
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'cyxwiz-spent-'));
    now = 1_000;
    log = undefined;
  });
  afterEach(async () => {
    await log?.close();
    await rm(dir, { recursive: true, force: true });
  });

  it('are known once, also to the next process', async () => {
    const first = await open();
    expect([await first.spend('a', 5_000), await first.spend('a', 5_000)]).to.deep.equal([true, false]);
    expect(await (await open()).spend('a', 5_000)).to.equal(false);
  });

  it('survive a line that a full disk has torn', async () => {
    await (await open()).spend('a', 5_000);
    await appendFile(path(), '5000 0123');
    await log?.spend('b', 5_000);
    const next = await open();
    expect([await next.spend('a', 5_000), await next.spend('b', 5_000)]).to.deep.equal([false, false]);
  });

  it('are forgotten when their tokens have expired', async () => {
    const first = await open();
    await first.spend('a', 2_000);
    now = 2_001;
    await open();
    expect(await readFile(path(), 'utf8')).to.equal('');
  });

  it('that cannot be read stop the agent: they must not count as none', async () => {
    await mkdir(path());
    const error = await open().catch((cause: unknown) => cause);
    expect(error).to.have.property('code', 'EISDIR');
  });
});

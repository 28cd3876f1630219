import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import { cli, folder } from './support/cli.ts';
import { emptyChain } from './support/fake-rpc.ts';

const JOB = 'So11111111111111111111111111111111111111112';
const good = [...Keypair.generate().secretKey];
const swapped = [...good.slice(0, 32), ...Keypair.generate().secretKey.slice(32)];

const CASES: readonly (readonly [string, string, string])[] = [
  ['no JSON', 'hello', 'is not JSON'],
  ['half a file', JSON.stringify(good).slice(0, 100), 'is not JSON'],
  ['an empty file', '', 'is not JSON'],
  ['an object', '{"secretKey":[]}', 'is not a JSON array of 64 numbers'],
  ['base58 text', '"4uQeVj5tqViQh7yWWGStvkEG1Zmhx6uasJtWCJziofM"', 'is not a JSON array of 64 numbers'],
  ['null', 'null', 'is not a JSON array of 64 numbers'],
  ['no numbers', '[]', 'holds 0 numbers, a key has 64'],
  ['the secret half alone', JSON.stringify(good.slice(0, 32)), 'holds 32 numbers, a key has 64'],
  ['65 numbers', JSON.stringify([...good, 1]), 'holds 65 numbers, a key has 64'],
  [
    'a number above 255',
    JSON.stringify(good.with(3, 256)),
    'holds something else than a number from 0 to 255 at place 4',
  ],
  [
    'a negative number',
    JSON.stringify(good.with(0, -1)),
    'holds something else than a number from 0 to 255 at place 1',
  ],
  [
    'a fraction',
    JSON.stringify(good.with(63, 0.5)),
    'holds something else than a number from 0 to 255 at place 64',
  ],
  [
    'text among the numbers',
    JSON.stringify(good.map(String)),
    'holds something else than a number from 0 to 255 at place 1',
  ],
  [
    'halves of two keys',
    JSON.stringify(swapped),
    'is damaged: its public half does not belong to its secret half',
  ],
  ['a novel', ' '.repeat(5000), 'is too large for a key: 5000 bytes'],
];

describe('cyxwiz: key files', () => {
  let home: ReturnType<typeof folder>;
  let chain: Awaited<ReturnType<typeof emptyChain>>;
  beforeEach(async () => {
    home = folder();
    chain = await emptyChain();
  });
  afterEach(async () => {
    home.remove();
    await chain.close();
  });
  const settle = (path: string) => cli(['crank', 'settle', JOB, '--rpc', chain.url, '--keypair', path]);

  for (const [name, content, wrong] of CASES) {
    it(`refuses ${name}`, async () => {
      const path = home.file('key.json');
      writeFileSync(path, content, { mode: 0o600 });
      const ran = await settle(path);
      expect(ran.stderr).to.equal(
        `error: the key file ${path} ${wrong}\n  next: name a file made by "solana-keygen new" or "cyxwiz node init" with --keypair\n`,
      );
      expect(ran.code).to.equal(2);
      expect(chain.asked).to.deep.equal([]);
    });
  }

  it('refuses a file that is not there, and a folder', async () => {
    const missing = home.file('none.json');
    expect((await settle(missing)).stderr).to.match(/^error: the key file .* does not exist\n/);
    mkdirSync(home.file('dir'));
    expect((await settle(home.file('dir'))).stderr).to.match(/^error: the key file .* is a folder\n/);
  });

  it('looks where Solana keeps it when nobody says otherwise', async () => {
    const ran = await cli(['crank', 'settle', JOB, '--rpc', chain.url], { env: { HOME: home.path } });
    expect(ran.stderr).to.match(/^error: the key file .*\/\.config\/solana\/id\.json does not exist\n/);
    const named = await cli(['crank', 'settle', JOB, '--rpc', chain.url], {
      env: { CYXWIZ_KEYPAIR: '/no/key' },
    });
    expect(named.stderr).to.match(/^error: the key file \/no\/key does not exist\n/);
  });

  it('never repeats what is in the file', async () => {
    const path = home.file('key.json');
    writeFileSync(path, JSON.stringify(good.with(5, 999)), { mode: 0o600 });
    const ran = await settle(path);
    expect(ran.stderr.replaceAll(path, '')).not.to.contain('999');
    expect(ran.stderr).not.to.contain(String(good.slice(0, 3)));
  });

  it('warns when others can read it, and goes on', async () => {
    const path = home.file('key.json');
    writeFileSync(path, JSON.stringify(good));
    chmodSync(path, 0o644);
    const ran = await settle(path);
    expect(ran.stderr).to.match(
      /^warning: others on this machine can read the key file .*\n {2}next: chmod 600 .*\n/,
    );
    expect(ran.code).to.equal(4);
    const asJson = await cli(['crank', 'settle', JOB, '--rpc', chain.url, '--keypair', path, '--json']);
    const [warning, error] = asJson.stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, object>);
    expect(warning?.warning).to.have.keys('message', 'next');
    expect(error?.error).to.include({ code: 'JOB_NOT_FOUND', exitCode: 4 });
  });
});

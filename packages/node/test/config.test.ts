import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import {
  configFromEnv,
  engineOfferSchema,
  NodeError,
  nodeConfigSchema,
  parseNodeConfig,
} from '../src/index.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const good = {
  dataDir: '/tmp/x',
  rpcUrl: 'http://127.0.0.1:8899',
  coordinator: '127.0.0.1:50051',
  coordinatorAccount: 'SysvarC1ock11111111111111111111111111111111',
  owner: 'So11111111111111111111111111111111111111112',
  operatorKeyFile: '/tmp/key.json',
};

function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    expect(error).to.be.instanceOf(NodeError).with.property('code', 'CONFIG_INVALID');
    return (error as Error).message;
  }
  throw new Error('accepted');
}

describe('the configuration', () => {
  it('has a default for everything but six values', () => {
    expect(parseNodeConfig(good)).to.include({
      slots: 1,
      priceBps: 10_000,
      listenPort: 0,
      allowFaults: false,
    });
  });

  it('stands in docs/node.md, every setting with its default', () => {
    const doc = readFileSync(new URL('../../../docs/node.md', import.meta.url), 'utf8');
    const told = (name: string) => new RegExp(`^\\| \`${name}\` \\| .+? \\| (.+?) \\|`, 'm').exec(doc)?.[1];
    const defaults = parseNodeConfig(good) as Record<string, unknown>;
    const program = engineOfferSchema.parse({ command: ['x'] }) as Record<string, unknown>;
    const all = [
      ...Object.keys(nodeConfigSchema.shape).map((name) => [name, defaults[name]] as const),
      ...Object.keys(engineOfferSchema.shape).map((name) => [name, program[name]] as const),
    ];
    for (const [name, value] of all) {
      expect(told(name), name).to.be.a('string');
      if (value === undefined || name in good || name === 'command') continue;
      const shown = typeof value === 'object' ? JSON.stringify(value) : String(value);
      expect(told(name), name).to.equal(`\`${shown}\``);
    }
  });

  const cases: [name: string, change: object, message: RegExp][] = [
    ['no folder', { dataDir: undefined }, /dataDir: /],
    ['a URL that is none', { rpcUrl: 'localhost' }, /rpcUrl: Invalid URL/],
    ['a URL of another kind', { rpcUrl: 'ftp://x' }, /rpcUrl: /],
    ['a coordinator without a port', { coordinator: 'localhost' }, /coordinator: must be host:port/],
    ['a plain coordinator elsewhere', { coordinator: 'example.com:50051' }, /coordinatorTls: must be true/],
    ['an owner that is no address', { owner: '0OIl' }, /owner: must be a base58 address/],
    ['no slots', { slots: 0 }, /slots: /],
    ['no place for a proof of steps', { stepProofs: 0 }, /stepProofs: /],
    ['half a slot', { slots: 1.5 }, /slots: /],
    ['a score above the highest', { minClientScore: 1001 }, /minClientScore: /],
    ['a negative price', { minPrice: '-1' }, /minPrice: must be a whole number of base units/],
    ['a port that does not exist', { listenPort: 65_536 }, /listenPort: /],
    ['an unknown key', { colour: 'red' }, /Unrecognized key: "colour"/],
    ['a fault without permission', { fault: 'wrong-proof' }, /fault: needs allowFaults: true/],
    ['a program without a command', { engines: { sum: { command: [] } } }, /engines\.sum\.command: /],
    ['a program with a name of its own kind', { engines: { 'a:b': { command: ['x'] } } }, /engines/],
    ['a program with a zero byte', { engines: { sum: { command: ['a\0b'] } } }, /zero byte/],
    [
      'a program for ever silent',
      { engines: { sum: { command: ['x'], silenceSeconds: 0 } } },
      /silenceSeconds: /,
    ],
    ['an unknown fault', { fault: 'explode', allowFaults: true }, /fault: /],
  ];
  for (const [name, change, message] of cases) {
    it(`refuses ${name}`, () => {
      expect(refusal(() => parseNodeConfig({ ...good, ...change }))).to.match(message);
    });
  }

  it('reads the environment, and refuses what means nothing there', () => {
    const env = {
      CYXWIZ_NODE_DATA_DIR: '/d',
      CYXWIZ_NODE_SLOTS: '3',
      CYXWIZ_NODE_ALLOW_FAULTS: 'true',
      CYXWIZ_NODE_EXACT_JOBS: 'false',
      PATH: '/bin',
    };
    expect(configFromEnv(env)).to.deep.equal({
      dataDir: '/d',
      slots: 3,
      allowFaults: true,
      exactJobs: false,
    });
    expect(configFromEnv({ CYXWIZ_NODE_MIN_PRICE: '5', CYXWIZ_NODE_MINTS: 'a,b' })).to.deep.equal({
      minPrice: '5',
      mints: ['a', 'b'],
    });
    expect(refusal(() => configFromEnv({ CYXWIZ_NODE_SLOT: '3' }))).to.match(
      /CYXWIZ_NODE_SLOT, which means nothing/,
    );
    expect(
      refusal(() => parseNodeConfig({ ...good, ...configFromEnv({ CYXWIZ_NODE_SLOTS: 'many' }) })),
    ).to.match(/slots/);
  });
});

describe('the program', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'cyxwiz-main-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const config = () => {
    writeFileSync(join(dir, 'key.json'), JSON.stringify([...Keypair.generate().secretKey]));
    writeFileSync(
      join(dir, 'node.json'),
      JSON.stringify({ ...good, dataDir: dir, operatorKeyFile: join(dir, 'key.json') }),
    );
    return join(dir, 'node.json');
  };
  const start = (...args: string[]) =>
    spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = async (child: ReturnType<typeof start>) => {
    let [out, err] = ['', ''];
    child.stdout.on('data', (text) => (out += text));
    child.stderr.on('data', (text) => (err += text));
    const [code] = (await once(child, 'close')) as [number];
    return { code, out, err };
  };

  it('says that it is ready, with nobody to talk to, and ends on SIGTERM with code 0', async () => {
    const child = start('--config', config());
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const ready = JSON.parse(line.toString()) as Record<string, string>;
    expect(ready.event).to.equal('ready');
    expect(ready.grpcAddress).to.match(/^127\.0\.0\.1:\d+$/);
    expect(ready.tlsKeyHash).to.match(/^[0-9a-f]{64}$/);
    child.kill('SIGTERM');
    const { code } = await output(child);
    expect(code).to.equal(0);
    const hash = await output(start('tls-key-hash', '--config', join(dir, 'node.json')));
    expect(hash.out).to.equal(`${ready.tlsKeyHash}\n`);
  });

  it('says what is wrong with its configuration and ends with code 1', async () => {
    const missing = await output(start('--config', join(dir, 'nothing.json')));
    expect(missing.code).to.equal(1);
    expect(missing.err)
      .to.match(/CONFIG_INVALID/)
      .and.match(/nothing\.json is unreadable/);
    const path = config();
    writeFileSync(join(dir, 'key.json'), '"secret"');
    const key = await output(start('--config', path));
    expect(key.code).to.equal(1);
    expect(key.err)
      .to.match(/is not a Solana key file/)
      .and.not.match(/secret/);
    expect((await output(start('dance'))).code).to.equal(2);
  });
});

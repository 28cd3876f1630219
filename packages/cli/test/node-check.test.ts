import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startCoordinator } from '@cyxwiz/coordinator';
import { nodeAddress } from '@cyxwiz/protocol';
import { startRelay } from '@cyxwiz/relay';
import { expect } from 'chai';
import { type Findings, judge } from '../src/commands/node/reachability.ts';
import { TestChain } from './support/chain.ts';
import { type Child, cli, cliProcess } from './support/cli.ts';

const PIN = new Uint8Array(32).fill(1);
const good: Findings = {
  ...{
    dir: 'node',
    way: 'direct',
    announced: 'node.example:1',
    address: 'public',
    local: undefined,
    pin: PIN,
  },
  agent: { relay: null },
  outside: { endpoint: 'node.example:1', tlsKeyHash: PIN, failure: undefined, lastSeen: 0 },
};
const outside = (failure: string): Findings['outside'] => ({
  ...{ endpoint: 'node.example:1', tlsKeyHash: undefined, failure, lastSeen: 0 },
});

describe('cyxwiz node check: what is wrong, and what to do', () => {
  it('is nothing', () => expect(judge(good)).to.deep.equal({ reachable: true }));

  const away = { relay: { address: 'relay:443', sinceMs: null, error: 'it is silent' } };
  const cases: [code: string, changes: Partial<Findings>, message: RegExp, next: RegExp][] = [
    ['NODE_NOT_RUNNING', { agent: undefined }, /no agent/, /node start --dir node/],
    ['NODE_KEY_WRONG', { local: 'another key' }, /another key/, /node update/],
    ['RELAY_NOT_CONNECTED', { agent: away, way: 'relay' }, /relay:443: it is silent/, /relayCertificateFile/],
    ['NODE_NAME_UNKNOWN', { outside: outside('NAME_UNKNOWN') }, /stands for no address/, /publicEndpoint/],
    [
      'NODE_ADDRESS_NOT_PUBLIC',
      { outside: outside('ADDRESS_NOT_PUBLIC') },
      /not an address of the internet/,
      /relay/,
    ],
    ['NODE_REFUSED', { outside: outside('REFUSED') }, /nobody listens/, /open the port/],
    ['NODE_TIMED_OUT', { outside: outside('TIMED_OUT') }, /nothing answers/, /open the port/],
    ['NODE_UNREACHABLE', { outside: outside('UNREACHABLE') }, /no way/, /use a relay/],
    ['NODE_NO_TLS', { outside: outside('NO_TLS') }, /TLS 1\.3/, /forwarded/],
    ['NODE_NOT_AT_RELAY', { way: 'relay', outside: outside('NODE_NOT_AT_RELAY') }, /does not know/, /again/],
    [
      'NODE_RELAY_FAILED',
      { way: 'relay', outside: outside('RELAY_FAILED') },
      /no place left/,
      /another relay/,
    ],
    [
      'NODE_KEY_WRONG',
      { outside: { ...good.outside, tlsKeyHash: new Uint8Array(32) } as never },
      /something else/,
      /forwarded/,
    ],
    ['ADDRESS_OUTDATED', { announced: 'other.example:1' }, /still sends clients/, /start the agent again/],
    [
      'NODE_NOT_ANNOUNCED',
      { outside: { error: { code: 'X', reason: 'NODE_UNKNOWN', message: '' } } },
      /never heard/,
      /log/,
    ],
    [
      'COORDINATOR_UNAVAILABLE',
      { outside: { error: { code: 'COORDINATOR_UNAVAILABLE', message: 'away' } } },
      /away/,
      /node\.json/,
    ],
    [
      'COORDINATOR_REFUSED',
      { outside: { error: { code: 'COORDINATOR_REFUSED', message: 'too often' } } },
      /too often/,
      /ten seconds/,
    ],
  ];
  for (const [code, changes, message, next] of cases) {
    it(`is told: ${code}, ${Object.keys(changes).join(' and ')}`, () => {
      const verdict = judge({ ...good, ...changes });
      expect(verdict).to.include({ reachable: false, code });
      if (verdict.reachable) return;
      expect(verdict.message).to.match(message);
      expect(verdict.next).to.match(next);
    });
  }
});

describe('cyxwiz node check', function () {
  this.timeout(180_000);
  let chain: TestChain;
  let dir: string;
  let agent: Child | undefined;
  const closers: (() => Promise<unknown>)[] = [];

  before(async () => {
    chain = await TestChain.start();
    const owner = await chain.person('owner', 100n * 10n ** 9n);
    dir = chain.home.file('node');
    const coordinator = await startCoordinator({
      ...{
        rpcUrl: chain.net.rpcUrl,
        wsUrl: chain.net.wsUrl,
        tls: 'plain',
        authority: (await chain.person('introducer')).secretKey,
        logLevel: 'silent',
        dialPrivate: true,
      },
    });
    closers.push(() => coordinator.close());
    const made = await cli([
      ...['node', 'init', '--dir', dir, '--owner', owner.publicKey.toBase58(), '--rpc', chain.net.rpcUrl],
      ...['--coordinator', coordinator.grpcAddress, '--plain', '--listen', '127.0.0.1:1', '--no-benchmark'],
      ...['--coordinator-account', coordinator.account],
    ]);
    expect(made.code, made.stderr).to.equal(0);
    const registered = await chain.told('owner', 'node', 'register', '--dir', dir, '--stake', '60');
    expect(registered.code).to.equal(0);
  });
  afterEach(async () => {
    agent?.kill('SIGKILL');
    await agent?.ended;
  });
  after(async () => {
    for (const close of closers.reverse()) await close();
    await chain?.stop();
  });

  async function start(changes: object): Promise<void> {
    const file = join(dir, 'node.json');
    writeFileSync(
      file,
      JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), listenPort: 0, ...changes }),
    );
    agent = cliProcess(['node', 'start', '--dir', dir, '--json']);
    await agent.ready;
  }
  async function check() {
    const { code, stdout, stderr } = await cli(['node', 'check', '--dir', dir, '--json']);
    const error = stderr === '' ? undefined : (JSON.parse(stderr) as { error: { code: string } }).error.code;
    return { code, error, said: JSON.parse(stdout || '{}') as Record<string, unknown> };
  }
  /** The coordinator dials a node once in ten seconds, and an agent takes a moment to be known. */
  async function until(holds: (found: Awaited<ReturnType<typeof check>>) => boolean) {
    for (;;) {
      const found = await check();
      if (holds(found)) return found;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }

  it('says that no agent runs', async () => {
    expect(await check()).to.deep.include({ code: 1, error: 'NODE_NOT_RUNNING' });
  });

  it('sees a node that clients reach directly, and then through a relay, with the key of the chain', async () => {
    await start({});
    const direct = await until(({ code }) => code === 0);
    expect(direct.said).to.include({ way: 'direct', address: 'loopback', reachable: true, local: null });
    agent?.kill('SIGTERM');
    await agent?.ended;
    const relay = await startRelay({
      ...{
        host: '127.0.0.1',
        port: 0,
        metricsPort: 0,
        dataDir: chain.home.file('relay'),
        logLevel: 'silent',
      },
      rpcUrl: chain.net.rpcUrl,
    });
    closers.push(() => relay.close());
    await start({ relay: relay.address, relayCertificateFile: chain.home.file('relay/relay-cert.pem') });
    const relayed = await until(({ code }) => code === 0);
    const owner = JSON.parse(readFileSync(join(dir, 'node.json'), 'utf8')) as { owner: string };
    expect(relayed.said).to.include({
      way: 'relay',
      announced: `${relay.address}#${nodeAddress(owner.owner)}`,
    });
    await relay.close();
    expect(await until(({ error }) => error === 'RELAY_NOT_CONNECTED')).to.include({ code: 1 });
  });
});

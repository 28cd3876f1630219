import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureTlsIdentity, parseNodeConfig } from '@cyxwiz/node';
import { nodeAddress, toHex } from '@cyxwiz/protocol';
import { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import { TestChain } from './support/chain.ts';
import { type Child, cli, cliProcess, folder } from './support/cli.ts';

const TOKEN = 1_000_000_000n;
const DAY = 86_400n;

describe('cyxwiz: making a node', () => {
  let home: ReturnType<typeof folder>;
  const owner = Keypair.generate().publicKey.toBase58();
  beforeEach(() => {
    home = folder();
  });
  afterEach(() => home.remove());

  const init = (...more: string[]) =>
    cli(['node', 'init', '--dir', home.file('node'), '--owner', owner, '--no-benchmark', '--json', ...more], {
      env: { PATH: process.env.PATH ?? '', CYXWIZ_COORDINATOR_ACCOUNT: owner },
    });
  const config = () => parseNodeConfig(JSON.parse(readFileSync(home.file('node/node.json'), 'utf8')));

  it('writes down programs, exact jobs and proofs as they were said', async () => {
    const made = await init(
      ...['--engine', `sum=${process.execPath} "two words" 'and three more' plain`],
      ...['--engine', 'py=node -m engine', '--no-exact-jobs', '--step-proofs', '3'],
      ...['--confinement', 'required'],
    );
    expect(made.code, made.stderr).to.equal(0);
    expect(JSON.parse(made.stdout)).to.deep.include({ warnings: [] });
    const { engines, exactJobs, stepProofs, confinement } = config();
    expect(engines.sum?.command).to.deep.equal([process.execPath, 'two words', 'and three more', 'plain']);
    expect(engines.py).to.include({ network: 'none', restarts: 3 });
    expect([exactJobs, stepProofs, confinement]).to.deep.equal([false, 3, 'required']);
  });

  it('takes the tokens of the coordinator that its owner names, and needs its name', async () => {
    const account = 'So11111111111111111111111111111111111111112';
    expect((await init('--coordinator-account', account)).code).to.equal(0);
    expect(config().coordinatorAccount).to.equal(account);
    const nobody = await cli(['node', 'init', '--dir', home.file('none'), '--owner', owner, '--plain']);
    expect(nobody.code).to.equal(2);
    expect(nobody.stderr).to.match(/^error: --coordinator-account: /);
  });

  it('finds what the machine is', async () => {
    const { hardware } = JSON.parse((await init()).stdout) as { hardware: Record<string, unknown> };
    expect(hardware.cpuCores).to.be.a('number').greaterThan(0);
    expect(hardware.memoryMib).to.be.a('number').greaterThan(0);
    expect(hardware.benchmark).to.equal(null);
    expect(config()).to.include({ exactJobs: true, stepProofs: 1 });
  });

  it('writes down a relay, and then listens for nobody but itself', async () => {
    expect((await init('--relay', 'relay.example:443', '--relay-cert', 'relay.pem')).code).to.equal(0);
    expect(config()).to.include({ relay: 'relay.example:443', listenHost: '127.0.0.1' });
    expect(config().relayCertificateFile).to.match(/\/relay\.pem$/);
    const both = await init('--relay', 'relay.example:443', '--public', 'node.example:1');
    expect(both).to.include({ code: 2 });
    expect(both.stderr).to.match(/--relay .* cannot be used with .*--public/);
  });

  const wrong: [name: string, engine: string, says: RegExp][] = [
    ['no name', 'python3 -m engine', /NAME=COMMAND/],
    ['a name with capitals', 'Sum=node', /NAME=COMMAND/],
    ['no command', 'sum=', /sum has no command/],
    ['an open quote', 'sum=node "a b', /quote is not closed/],
    ['a program that is not there', 'sum=no-such-program-here', /no-such-program-here, which is no program/],
    ['a folder in place of a program', 'sum=/usr', /\/usr, which is no program/],
  ];
  for (const [name, engine, says] of wrong) {
    it(`refuses an engine with ${name}, and makes nothing`, async () => {
      const made = await init('--engine', engine);
      expect(made.code).to.equal(2);
      expect(made.stderr).to.match(says);
      expect(existsSync(home.file('node'))).to.equal(false);
    });
  }

  it('refuses two programs with one name', async () => {
    const made = await init('--engine', 'sum=node a', '--engine', 'sum=node b');
    expect(made).to.include({ code: 2 });
    expect(made.stderr).to.match(/two programs called sum/);
  });
});

describe('cyxwiz: a node and its owner', function () {
  this.timeout(180_000);
  let chain: TestChain;
  let dir: string;
  let node: string;
  let owner: Keypair;
  let agent: Child | undefined;

  const asOwner = (...args: string[]) => chain.told('owner', 'node', ...args);
  const told = (...args: string[]) => chain.told(undefined, 'node', ...args);
  const onChain = async () => {
    const found = (await chain.net.reader.node(node))?.value;
    if (!found) throw new Error('the node is gone');
    return found;
  };
  const init = (path: string) =>
    cli([
      ...['node', 'init', '--dir', path, '--owner', owner.publicKey.toBase58(), '--rpc', chain.net.rpcUrl],
      // Nobody is there: an agent without a coordinator serves its jobs all the same.
      ...['--coordinator', '127.0.0.1:1', '--plain', '--listen', '127.0.0.1:1'],
      ...['--coordinator-account', node],
    ]);
  /** An agent that listens on any free port, in a process of its own. */
  async function start(path: string): Promise<Child> {
    const file = join(path, 'node.json');
    const before = JSON.parse(readFileSync(file, 'utf8')) as object;
    writeFileSync(file, JSON.stringify({ ...before, listenPort: 0 }));
    agent = cliProcess(['node', 'start', '--dir', path, '--json']);
    expect(await agent.ready).to.contain('"ready"');
    return agent;
  }
  /** A command that asks nobody but the folder. */
  const local = async (...args: string[]) => {
    const { code, stdout, stderr } = await cli(['node', ...args, '--json']);
    const [first = '{}'] = (stdout || stderr).split('\n');
    return { ...(JSON.parse(first) as { error?: Record<string, unknown> }), code };
  };
  /** What `status` says once the agent has said something. */
  async function running(path: string) {
    for (;;) {
      const status = await told('status', '--dir', path);
      if (status.agent) return status.agent as { pid: number; draining: unknown; freeSlots: number };
    }
  }

  before(async () => {
    chain = await TestChain.start();
    owner = await chain.person('owner', 100n * TOKEN);
    dir = chain.home.file('node');
    node = nodeAddress(owner.publicKey);
    const made = await init(dir);
    expect(made.code, made.stderr).to.equal(0);
  });
  afterEach(async () => {
    agent?.kill('SIGKILL');
    await agent?.ended;
    agent = undefined;
  });
  after(() => chain?.stop());

  it('registers the machine that was found, with its speed', async () => {
    const found = JSON.parse(readFileSync(join(dir, 'hardware.json'), 'utf8')) as Record<string, unknown>;
    expect((await asOwner('register', '--dir', dir, '--stake', '60', '--cpu', '7')).code).to.equal(0);
    const { hardware } = await onChain();
    expect(hardware).to.include({ cpuCores: 7, memoryMib: found.memoryMib, gpuCount: found.gpuCount });
    expect(hardware.benchmark > 0n).to.equal(true);
    expect(String(hardware.benchmark)).to.equal(found.benchmark);
  });

  it('looks at the machine again when it is told to', async () => {
    await asOwner('update', '--memory', '5');
    const { benchmark } = (await onChain()).hardware;
    expect((await asOwner('update', '--detect')).code).to.equal(0);
    const { hardware } = await onChain();
    expect(hardware.memoryMib).to.be.greaterThan(5);
    expect(hardware.benchmark).not.to.equal(benchmark);
  });

  it('shows whether an agent runs, and lets no second one near the folder', async () => {
    expect((await told('status', '--dir', dir)).agent).to.equal(null);
    await start(dir);
    const { pid, freeSlots } = await running(dir);
    expect([pid > 0, freeSlots]).to.deep.equal([true, 1]);
    expect((await local('start', '--dir', dir)).error).to.include({ code: 'ALREADY_RUNNING' });
    const seen = await chain.said(undefined, 'node', 'watch', '--dir', dir, '--once');
    expect(seen.stdout)
      .to.match(/slots +1 of 1 free/)
      .and.to.match(/stake +60 CYXWIZ/);
    expect(seen.stdout).to.contain('no jobs');
  });

  it('drains: the agent ends with 0 and says why', async () => {
    const started = await start(dir);
    await running(dir);
    expect(await local('drain', '--dir', dir, '--wait', '--deadline', '1h')).to.include({ code: 0 });
    const ended = await started.ended;
    expect(ended).to.include({ code: 0, signal: null });
    expect(ended.stdout).to.contain('"why":"drained"');
    expect((await told('status', '--dir', dir)).agent).to.equal(null);
    expect((await local('drain', '--dir', dir)).error).to.include({ code: 'NOTHING_TO_DO' });
  });

  it('ends with 0 on SIGTERM too, and says that it was told to', async () => {
    const started = await start(dir);
    started.kill('SIGTERM');
    const ended = await started.ended;
    expect(ended).to.include({ code: 0 });
    expect(ended.stdout).to.contain('"why":"told"');
  });

  it('goes on from another machine with the owner’s key alone', async () => {
    const before = await onChain();
    const elsewhere = chain.home.file('new-machine');
    expect((await init(elsewhere)).code).to.equal(0);
    const rotated = await asOwner('rotate-operator', '--dir', elsewhere, '--operator-sol', '0.1');
    expect(rotated).to.include({ code: 0, previous: before.operator });
    expect((await asOwner('update', '--dir', elsewhere, '--detect')).code).to.equal(0);
    const { keyHash } = await ensureTlsIdentity(join(elsewhere, 'data'));
    const now = await onChain();
    expect([now.operator, toHex(now.tlsKeyHash)]).to.deep.equal([rotated.operator, toHex(keyHash)]);
    expect([now.stake, now.index, now.registeredAt]).to.deep.equal([
      before.stake,
      before.index,
      before.registeredAt,
    ]);
    await start(elsewhere);
    expect((await running(elsewhere)).pid).to.be.greaterThan(0);
  });

  it('takes the stake back step by step, and says when the next one is', async () => {
    const shown = await asOwner('withdraw');
    expect(shown).to.include({ code: 0, step: 'show', lockedUntil: String((await onChain()).lockedUntil) });
    const locked = await asOwner('withdraw', 'all');
    expect(locked.error).to.include({ code: 'STAKE_LOCKED', exitCode: 1 });
    await chain.wait(30n * DAY);
    const asked = await asOwner('withdraw', '10');
    expect(asked).to.include({ code: 0, step: 'request', withdrawing: '10000000000' });
    expect((await asOwner('withdraw', '5')).error).to.include({ code: 'BAD_INPUT' });
    const waiting = await chain.said('owner', 'node', 'withdraw');
    expect(waiting.stdout).to.contain('the cooldown runs');
    const date = new Date(Number((await onChain()).claimableAt) * 1000).toISOString().slice(0, 19);
    expect(waiting.stdout).to.contain(`on ${date}`);
    await chain.wait(14n * DAY);
    expect(await asOwner('withdraw')).to.include({ code: 0, step: 'claim', stake: '50000000000' });
    expect(await asOwner('withdraw')).to.include({ step: 'show', withdrawing: '0' });
  });
});

import { writeFileSync } from 'node:fs';
import { nodeAddress } from '@cyxwiz/protocol';
import { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import { cli, folder } from './support/cli.ts';
import { CLOSED_PORT, emptyChain } from './support/fake-rpc.ts';

const NOBODY = Keypair.generate().publicKey.toBase58();

describe('cyxwiz: what is not there', () => {
  let home: ReturnType<typeof folder>;
  let keypair: string[];
  /** Where the node of that wallet would be. */
  let own: string;
  beforeEach(() => {
    home = folder();
    const wallet = Keypair.generate();
    own = nodeAddress(wallet.publicKey);
    writeFileSync(home.file('key.json'), JSON.stringify([...wallet.secretKey]), { mode: 0o600 });
    keypair = ['--keypair', home.file('key.json')];
  });
  afterEach(() => home.remove());

  it('a chain that does not answer is exit code 3', async () => {
    const rpc = ['--rpc', `http://127.0.0.1:${CLOSED_PORT}`];
    const commands = [
      ['job', 'status', NOBODY],
      ['node', 'status', NOBODY],
      ['node', 'add-stake', '1', ...keypair],
      ['job', 'settle', NOBODY, ...keypair],
      ['crank', 'timeout', NOBODY, ...keypair],
      ['crank', 'outcomes', ...keypair],
      ['job', 'rate', NOBODY, '5', ...keypair],
      ['reputation', 'show', NOBODY],
      ['reputation', 'rebuild'],
      ['vote', 'list'],
      ['vote', 'show', '0'],
      ['vote', 'propose', 'parameter', 'fees.feeBps=1', '--text-hash', 'ab'.repeat(32), ...keypair],
      ['guard', 'show'],
      ['guard', 'pause', ...keypair],
      ['token', 'vesting', NOBODY],
      ['token', 'distribute-fees', ...keypair],
      ['node', 'update', '--cpu', '1', ...keypair],
    ];
    for (const command of commands) {
      const ran = await cli([...command, ...rpc, '--json']);
      const { error } = JSON.parse(ran.stderr) as { error: Record<string, unknown> };
      expect(error, command.join(' ')).to.include({ code: 'RPC_UNAVAILABLE', exitCode: 3 });
      expect(error.next).to.contain('--rpc');
      expect(ran.code).to.equal(3);
    }
  });

  it('a coordinator that does not answer is exit code 3', async () => {
    const coordinator = ['--coordinator', `127.0.0.1:${CLOSED_PORT}`, '--plain'];
    const ran = await cli(['price', '--estimate', '60s', ...coordinator, '--json']);
    const { error } = JSON.parse(ran.stderr) as { error: Record<string, unknown> };
    expect(error).to.include({ code: 'COORDINATOR_UNAVAILABLE', exitCode: 3 });
    expect(ran.code).to.equal(3);
  });

  it('an unknown job, node or page is exit code 4', async () => {
    const chain = await emptyChain();
    try {
      const rpc = ['--rpc', chain.url];
      const cases = [
        [['job', 'status', NOBODY], `there is no job account at ${NOBODY}`],
        [['job', 'watch', NOBODY, ...keypair], `there is no job account at ${NOBODY}`],
        [['job', 'cancel', NOBODY, ...keypair], `there is no job account at ${NOBODY}`],
        [['job', 'waive', NOBODY, ...keypair], `there is no job account at ${NOBODY}`],
        [['crank', 'close', NOBODY, ...keypair], `there is no job account at ${NOBODY}`],
        [['job', 'rate', NOBODY, '5', ...keypair], `there is no job account at ${NOBODY}`],
        [['reputation', 'show', NOBODY], `there is no node account at ${NOBODY}`],
        [['reputation', 'show', '--client', NOBODY], `the wallet ${NOBODY} has never ordered a job`],
        [['reputation', 'rebuild', '--node', NOBODY], `there is no node account at ${NOBODY}`],
        [['reputation', 'rebuild', '--page', '7'], 'there is no page 7 of scores'],
        [['dispute', 'show', NOBODY], `there is no dispute over ${NOBODY}`],
        [['dispute', 'resolve', NOBODY, ...keypair], `there is no dispute over ${NOBODY}`],
        [['node', 'status', NOBODY], `there is no node account at ${NOBODY}`],
        [['node', 'compound', NOBODY, ...keypair], `there is no node account at ${NOBODY}`],
        [['node', 'request-withdrawal', 'all', ...keypair], `there is no node account at ${own}`],
        [['node', 'close', ...keypair], `there is no node account at ${own}`],
        [['node', 'update', '--cpu', '1', ...keypair], `there is no node account at ${own}`],
        [['vote', 'show', '7'], 'there is no proposal 7 on this cluster'],
        [['vote', 'execute', '7', ...keypair], 'there is no proposal 7 on this cluster'],
        [['crank', 'outcomes', '--node', NOBODY, ...keypair], `there is no node account at ${NOBODY}`],
      ] as const;
      for (const [command, message] of cases) {
        const ran = await cli([...command, ...rpc]);
        expect(ran.stderr.split('\n')[0]).to.equal(`error: ${message}`);
        expect(ran.stderr).to.match(/\n {2}next: .+\n$/);
        expect(ran.code).to.equal(4);
      }
      expect(chain.asked).not.to.include('sendTransaction');
    } finally {
      await chain.close();
    }
  });

  it('weights are only fetched where the job was submitted', async () => {
    const ran = await cli(['job', 'fetch', NOBODY, ...keypair], { env: { CYXWIZ_HOME: home.path } });
    expect(ran.stderr).to.match(/^error: .*\.json does not exist: this job was not submitted from here\n/);
    expect(ran.code).to.equal(1);
  });

  it('ends at once when it is told to', async () => {
    const stop = new AbortController();
    const chain = await emptyChain();
    try {
      for (const [reason, code, name] of [
        ['SIGINT', 130, 'INTERRUPTED'],
        ['SIGTERM', 143, 'TERMINATED'],
      ] as const) {
        stop.abort(reason);
        const signal = AbortSignal.abort(reason);
        const ran = await cli(['job', 'status', NOBODY, '--rpc', chain.url, '--json'], { signal });
        expect((JSON.parse(ran.stderr) as { error: object }).error).to.include({
          code: name,
          exitCode: code,
        });
        expect(ran.code).to.equal(code);
      }
    } finally {
      await chain.close();
    }
  });
});

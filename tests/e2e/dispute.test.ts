import { writeFileSync } from 'node:fs';
import {
  disputeVaultAddress,
  feeVaultAddress,
  type JobId,
  tokenAccountOf,
  treasuryAddress,
} from '@cyxwiz/protocol';
import type { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import { TestChain } from '../../packages/cli/test/support/chain.ts';
import { ChainNode, PRICE, readJob, runningJob, STAKE, TOKEN } from './support/chain-node.ts';

const DAY = 86_400n;
const BOND = 10n * TOKEN;
const DEPOSIT = 100n * TOKEN;
const REWARD = TOKEN / 10n;
/** Together a tenth of the supply and more: enough for an appeal, too. */
const VOTERS = { ada: 60_000_000n, bea: 50_000_000n, cleo: 20_000_000n };

describe('a dispute, by the command line alone', function () {
  this.timeout(120_000);
  let chain: TestChain;
  let client: Keypair;
  let node: ChainNode;
  let owner: string;
  let evidence: string[];
  const voters = new Map<string, Keypair>();

  const run = async (name: string, ...args: string[]) => {
    const told = await chain.told(name, ...args);
    expect(told.code, `${args.join(' ')}: ${JSON.stringify(told.error)}`).to.equal(0);
    return told;
  };
  const refused = async (name: string, ...args: string[]) => {
    const told = await chain.told(name, ...args);
    expect(told.code, args.join(' ')).to.equal(1);
    return told.error.reason;
  };
  const held = (wallet: Keypair | string) =>
    chain.held(tokenAccountOf(typeof wallet === 'string' ? wallet : wallet.publicKey, chain.net.mint));
  const owned = async () => held((await node.state()).owner);
  const treasury = () => chain.held(treasuryAddress(chain.net.mint));
  const until = (seconds: string) => chain.net.timeTravel(BigInt(seconds) + 1n);
  const show = async (job: JobId) => chain.told(undefined, 'dispute', 'show', job);

  before(async () => {
    chain = await TestChain.start();
    client = await chain.person('client', 1_000n * TOKEN);
    await chain.person('stranger');
    for (const [name, tokens] of Object.entries(VOTERS))
      voters.set(name, await chain.person(name, tokens * TOKEN));
    await Promise.all(
      Object.entries(VOTERS).map(([name, tokens]) => run(name, 'vote', 'lock', String(tokens))),
    );
    await chain.wait(60n);
    evidence = ['client.log', 'node.log', 'more.log'].map((name) => {
      writeFileSync(chain.home.file(name), name);
      return chain.home.file(name);
    });
  });
  beforeEach(async function () {
    owner = `owner of the node when ${this.currentTest?.title.split(':')[0]}`;
    node = await ChainNode.register(chain, owner);
  });
  after(() => chain?.stop());

  /** Nothing of the dispute or of its job may be left. */
  async function gone(job: JobId): Promise<void> {
    const dispute = (await show(job)).dispute as string;
    await run('stranger', 'dispute', 'resolve', job);
    await run('client', 'crank', 'close', job);
    const { reader } = chain.net;
    expect(await reader.dispute(job)).to.equal(undefined);
    expect(await reader.job(job)).to.equal(undefined);
    expect(await reader.tokenBalance(disputeVaultAddress(dispute))).to.equal(undefined);
    expect((await show(job)).error).to.include({ code: 'DISPUTE_NOT_FOUND', exitCode: 4 });
  }

  it('client wins: price and a quarter of the stake to it, a quarter to the treasury, the node banned', async () => {
    const [before, rich] = [await held(client), await treasury()];
    const job = await runningJob(chain, client, node);
    await run('client', 'dispute', 'open', job, '--evidence', evidence[0] ?? '');
    expect(before - (await held(client))).to.equal(PRICE + BOND);
    expect((await readJob(chain, job)).state).to.equal('Disputed');
    expect(await refused('client', 'job', 'cancel', job)).to.equal('JobIsDisputed');
    await run(owner, 'dispute', 'evidence', job, '--evidence', evidence[1] ?? '');
    expect(await refused('ada', 'dispute', 'vote', job, '--for', 'client')).to.equal('VotingClosed');

    await until((await show(job)).evidenceEnds as string);
    await run('ada', 'dispute', 'vote', job, '--for', 'client');
    await run('bea', 'dispute', 'vote', job, '--for', 'client');
    await run('cleo', 'dispute', 'vote', job, '--for', 'node');
    expect(await refused('stranger', 'dispute', 'resolve', job)).to.equal('VerdictNotFinal');
    await until((await show(job)).appealEnds as string);
    await run('stranger', 'dispute', 'resolve', job);

    expect((await show(job)).verdict).to.equal('ForClient');
    expect((await held(client)) - before).to.equal(STAKE / 4n);
    expect((await treasury()) - rich).to.equal(STAKE / 4n);
    expect(await node.state()).to.include({ stake: STAKE / 2n, banned: true, activeJobs: 0 });
    for (const name of Object.keys(VOTERS)) await run(name, 'dispute', 'reward', job);
    expect((await treasury()) - rich).to.equal(STAKE / 4n - 2n * REWARD);
    await gone(job);
    for (const [name, tokens] of Object.entries(VOTERS)) await run(name, 'vote', 'unlock', String(tokens));
    expect(await chain.net.reader.tokenLock(voters.get('ada')?.publicKey ?? '')).to.equal(undefined);
  });

  it('node appeals and wins: ninety to ten as if settled, its deposit back, the bond lost', async () => {
    for (const [name, tokens] of Object.entries(VOTERS)) await run(name, 'vote', 'lock', String(tokens));
    await chain.wait(60n);
    const [before, own, rich] = [await held(client), await owned(), await treasury()];
    const fees = await chain.held(feeVaultAddress(chain.net.mint));
    const job = await runningJob(chain, client, node, 2n);
    await run('client', 'dispute', 'open', job, '--evidence', evidence[0] ?? '');
    await until((await show(job)).evidenceEnds as string);
    await run('ada', 'dispute', 'vote', job, '--for', 'client');
    await chain.wait(7n * DAY);
    expect((await show(job)).phase).to.equal('time to appeal');
    expect(await refused('client', 'dispute', 'appeal', job, '--evidence', evidence[2] ?? '')).to.equal(
      'OnlyLoserMayAppeal',
    );
    await run(owner, 'dispute', 'appeal', job, '--evidence', evidence[2] ?? '');
    expect(own - (await owned())).to.equal(DEPOSIT);
    for (const name of Object.keys(VOTERS)) await run(name, 'dispute', 'vote', job, '--for', 'node');
    await chain.wait(7n * DAY + 1n);
    await run('stranger', 'dispute', 'resolve', job);

    expect((await show(job)).verdict).to.equal('ForNode');
    expect((await owned()) - own).to.equal(PRICE - PRICE / 10n);
    expect((await chain.held(feeVaultAddress(chain.net.mint))) - fees).to.equal(PRICE / 10n);
    expect(before - (await held(client))).to.equal(PRICE + BOND);
    expect((await treasury()) - rich).to.equal(BOND);
    expect(await node.state()).to.include({ stake: STAKE, banned: false, activeJobs: 0 });
    expect((await chain.net.reader.clientRecord(client.publicKey))?.value.disputesLost).to.equal(1);
    await run('ada', 'dispute', 'reward', job);
    for (const name of Object.keys(VOTERS)) await run(name, 'dispute', 'reward', job, '--appeal');
    expect((await treasury()) - rich).to.equal(BOND - 3n * REWARD);
    await gone(job);
  });
});

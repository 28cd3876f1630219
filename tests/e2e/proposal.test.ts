import { writeFileSync } from 'node:fs';
import { executorAddress, feeVaultAddress } from '@cyxwiz/protocol';
import { expect } from 'chai';
import { TestChain } from '../../packages/cli/test/support/chain.ts';
import { CHECKPOINTS, ChainNode, orderJob, PRICE, TOKEN } from './support/chain-node.ts';

const DAY = 86_400n;

describe('a parameter that token holders change', function () {
  this.timeout(120_000);
  let chain: TestChain;
  let text: string;

  async function cyxwiz(name: string | undefined, ...args: string[]) {
    const told = await chain.told(name, ...args);
    expect(told.code, `${args.join(' ')}: ${JSON.stringify(told.error)}`).to.equal(0);
    return told;
  }
  /** Proposes, votes, waits, and lets somebody execute who holds no token. */
  async function decide(...kind: string[]): Promise<void> {
    const { number } = await cyxwiz('authority', 'vote', 'propose', ...kind, '--text', text);
    await cyxwiz('holder', 'vote', 'cast', String(number), '--for');
    await chain.wait(9n * DAY);
    await cyxwiz('stranger', 'vote', 'execute', String(number));
  }

  before(async () => {
    chain = await TestChain.start();
    await chain.person('holder', 60_000_000n * TOKEN);
    await chain.person('stranger');
    text = chain.home.file('why.md');
    writeFileSync(text, 'A tenth is too much.');
  });
  after(() => chain?.stop());

  it('sets the fee of the jobs that are ordered after it', async () => {
    const { reader, mint } = chain.net;
    await Promise.all([
      cyxwiz('authority', 'vote', 'lock', '20000000'),
      cyxwiz('holder', 'vote', 'lock', '60000000'),
      cyxwiz('authority', 'vote', 'hand-over'),
    ]);
    await chain.wait(60n);
    await decide('authority');
    expect((await reader.config())?.value.authority).to.equal(executorAddress().toBase58());

    await decide('parameter', 'fees.feeBps=900');
    expect((await reader.config())?.value.params.fees.feeBps).to.equal(900);
    expect((await cyxwiz(undefined, 'vote', 'parameters')).parameters).to.include({ 'fees.feeBps': '900' });

    const client = await chain.person('client', 100n * TOKEN);
    const node = await ChainNode.register(chain, 'node');
    const { job, salt } = await orderJob(chain, client, node, 1n);
    await node.accept(job, salt);
    await node.prove(job, CHECKPOINTS);
    await cyxwiz('client', 'job', 'waive', job);
    await cyxwiz('stranger', 'job', 'settle', job);
    expect(await chain.held(feeVaultAddress(mint))).to.equal((PRICE * 9n) / 100n);
  });
});

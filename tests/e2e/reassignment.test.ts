import { sampleChain } from '@cyxwiz/proofs';
import { feeVaultAddress, fromHex, insuranceAddress, tokenAccountOf } from '@cyxwiz/protocol';
import type { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import { TestChain } from '../../packages/cli/test/support/chain.ts';
import { CHECKPOINTS, ChainNode, PRICE, readJob, runningJob, STAKE, TOKEN } from './support/chain-node.ts';

const TWO_HOURS = 7_200n;

describe('a job whose node dies half-way, and a second node', function () {
  this.timeout(120_000);
  let chain: TestChain;
  let client: Keypair;
  let first: ChainNode;
  let second: ChainNode;

  const wallet = (keypair: Keypair) => chain.held(tokenAccountOf(keypair.publicKey, chain.net.mint));
  const owned = async (node: ChainNode) =>
    chain.held(tokenAccountOf((await node.state()).owner, chain.net.mint));

  before(async () => {
    chain = await TestChain.start();
    client = await chain.person('client', 100n * TOKEN);
    first = await ChainNode.register(chain, 'first');
    second = await ChainNode.register(chain, 'second');
    await chain.person('stranger');
  });
  after(() => chain?.stop());

  it('pays each node for what it proved, and ends in accounts that are gone', async () => {
    const { reader, mint } = chain.net;
    const lamports = await reader.lamports(client.publicKey);
    const [paidBy, ownedFirst, ownedSecond] = [await wallet(client), await owned(first), await owned(second)];
    const job = await runningJob(chain, client, first);
    const rents = await reader.lamports(job);
    await first.prove(job, CHECKPOINTS / 2);
    const halfway = (await readJob(chain, job)).anchoredWeights;

    const assign = ['job', 'reassign', job, '--node', second.address, '--estimate', '60s'];
    const early = await chain.told('client', ...assign);
    expect(early, JSON.stringify(early)).to.include({ code: 1 });
    await chain.wait(TWO_HOURS + 1n);
    const foreign = await chain.told('stranger', ...assign);
    expect(foreign.error).to.include({ reason: 'WrongClient' });
    const assigned = await chain.told('client', ...assign);
    expect(assigned, JSON.stringify(assigned)).to.include({ code: 0, node: second.address });

    const half = PRICE / 2n;
    expect((await owned(first)) - ownedFirst).to.equal(half - half / 10n);
    expect(await first.state()).to.include({ stake: STAKE - STAKE / 10n, activeJobs: 0 });
    expect(await chain.held(insuranceAddress())).to.equal((STAKE / 10n / 10n) * 8n);
    const waiting = await readJob(chain, job);
    expect(waiting).to.include({
      state: 'Funded',
      stagePrice: half,
      checkpoints: CHECKPOINTS / 2,
      reassignments: 1,
    });
    expect(waiting.initialWeights).to.deep.equal(halfway);

    const salt = fromHex(assigned.salt as string, 32);
    expect(await failure(first.accept(job, salt))).to.contain('WrongAssignment');
    await second.accept(job, salt);
    expect(await failure(first.anchor(job, sampleChain(1n, 1)))).to.contain('WrongNode');
    await second.prove(job, CHECKPOINTS / 2);
    expect((await chain.told('client', 'job', 'waive', job)).code).to.equal(0);
    expect((await chain.told('stranger', 'job', 'settle', job)).code).to.equal(0);

    expect((await owned(second)) - ownedSecond).to.equal(half - half / 10n);
    expect(paidBy - (await wallet(client))).to.equal(PRICE);
    expect(await chain.held(feeVaultAddress(mint))).to.equal(PRICE / 10n);
    expect(await second.state()).to.include({ stake: STAKE, activeJobs: 0 });
    expect((await chain.told('client', 'crank', 'close', job)).code).to.equal(0);
    expect(await reader.job(job)).to.equal(undefined);
    expect(rents > 0).to.equal(true);
    // Its record as a client stays; everything else that it paid rent for came back, less fees.
    const record = (await reader.clientRecord(client.publicKey))?.lamports ?? 0;
    const spent = lamports - (await reader.lamports(client.publicKey)) - record;
    expect(spent >= 0 && spent < 100_000, `${spent} lamports`).to.equal(true);
  });

  it('has the one on record as timed out and the other as settled', async () => {
    expect((await chain.told('stranger', 'crank', 'outcomes')).code).to.equal(0);
    const scoring = async (node: ChainNode) =>
      (await chain.told(undefined, 'node', 'status', node.address)).scoring as Record<string, number>;
    expect(await scoring(first)).to.include({ settled: 0, timedOut: 1 });
    expect(await scoring(second)).to.include({ settled: 1, timedOut: 0 });
  });
});

async function failure(action: Promise<unknown>): Promise<string> {
  return action.then(
    () => 'nothing',
    (error: Error) => error.message,
  );
}

import {
  disputeAddress,
  disputeVaultAddress,
  feeVaultAddress,
  keypairSigner,
  lockTokens,
  sha256,
  tokenAccountOf,
  treasuryAddress,
} from '@cyxwiz/protocol';
import { DisputeActions, keypairWallet } from '@cyxwiz/sdk';
import { Keypair, type PublicKey } from '@solana/web3.js';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { startJob } from '../../packages/cli/src/demo/job-run.ts';
import { type Stage, startStage } from '../e2e/support/stage.ts';
import { launchBrowser, look, type Watched } from './support/browser.ts';
import { type Person, personAt, until } from './support/person.ts';

const MINUTES = 60_000;
const TOKEN = 10n ** 9n;
const BOND = 10n * TOKEN;
const DEPOSIT = 100n * TOKEN;
const REWARD = TOKEN / 10n;
const EVIDENCE = {
  name: 'evidence.json',
  mimeType: 'application/json',
  buffer: Buffer.from('{"of":"client"}'),
};
const ANSWER = { name: 'answer.md', mimeType: 'text/markdown', buffer: Buffer.from('I did train.') };

/** Together a tenth of the supply and more, which an appeal takes; the first alone is enough for the first vote. */
const JURY = [60_000_000n, 50_000_000n];

describe('the page of disputes', function () {
  this.timeout(5 * MINUTES);
  let stage: Stage;
  let browser: Browser;
  const voter = Keypair.generate();
  const jury = JURY.map(() => Keypair.generate());
  const watched: Watched[] = [];

  before(async () => {
    [stage, browser] = await Promise.all([startStage(), launchBrowser()]);
    const { chain } = stage.world;
    await chain.fundSol(voter.publicKey);
    await chain.fundToken(voter.publicKey, 70_000_000n * TOKEN);
    for (const [at, juror] of jury.entries()) {
      const amount = (JURY[at] ?? 0n) * TOKEN;
      await chain.fundSol(juror.publicKey);
      await chain.fundToken(juror.publicKey, amount);
      const instructions = [lockTokens(amount, { mint: chain.mint, owner: juror.publicKey })];
      await chain.sender.send({ payer: keypairSigner(juror), instructions });
    }
  });
  after(async () => {
    await browser?.close();
    await stage?.stop();
  });
  afterEach(async () => {
    const faults = watched.flatMap((one) => one.faults);
    for (const { page } of watched.splice(0)) await page.context().close();
    expect(faults).to.deep.equal([]);
  });

  const chain = () => stage.world.chain;
  const travel = async (to: bigint) => chain().timeTravel(to + 2n);
  const tokens = async (account: PublicKey) =>
    (await chain().reader.tokenBalance(account))?.value.amount ?? 0n;
  const held = (owner: PublicKey) => tokens(tokenAccountOf(owner, chain().mint));
  const treasury = () => tokens(treasuryAddress(chain().mint));
  const person = (keypair: Keypair): Promise<Person> =>
    personAt(browser, stage.world.coordinator.restUrl, keypair, watched);

  /** A job that trains, and its node's owner. */
  async function underWay() {
    const running = await startJob(stage.world, stage.screen, stage.checks);
    void followed(running.training).catch(() => undefined);
    const { job, machine } = running;
    const seen = await until(
      async () => (await chain().reader.job(job))?.value,
      (found) => found?.state === 'Running',
    );
    if (!seen) throw new Error(`the job ${job} is gone`);
    const owner = stage.world.cast.machines.find(({ name }) => name === machine)?.owner;
    if (!owner) throw new Error(`there is no machine ${machine}`);
    return { running, job, seen, owner };
  }

  it('takes a dispute from the job’s page to the last token', async () => {
    const { client, cranker } = stage.world.cast;
    const ada = await person(voter);
    await ada.open('/governance');
    await ada.page.getByText('No proposal is here').waitFor();
    await ada.page.getByRole('button', { name: 'Connect Test Wallet' }).click();
    await ada.page.getByLabel('Amount').fill('60000000');
    await ada.page.getByRole('button', { name: 'Lock 60,000,000 CYXWIZ', exact: true }).click();
    await ada.page.getByText('Every change, from a run').waitFor();
    expect(await look(ada.page, 'governance-lock')).to.deep.equal([]);
    await ada.page.getByRole('button', { name: 'Sign: lock 60,000,000 CYXWIZ' }).click();
    await ada.page.getByText('Done: 60,000,000 CYXWIZ are locked').waitFor();
    expect((await chain().reader.tokenLock(voter.publicKey))?.value.amount).to.equal(60_000_000n * TOKEN);
    await travel((await chain().reader.unixTime()) + 60n);

    const { running, job, seen, owner } = await underWay();
    const { price } = seen;
    const [before, rich] = [await held(client.publicKey), await treasury()];
    const stake = (await chain().reader.node(seen.node))?.value.stake ?? 0n;

    const carl = await person(client);
    await carl.open(`/jobs/${job}`);
    await carl.page.getByRole('button', { name: 'Dispute the job' }).click();
    await carl.page.getByLabel(/^Your evidence/).setInputFiles(EVIDENCE);
    await carl.page.getByRole('button', { name: 'Dispute it as the client', exact: true }).click();
    await carl.page.getByRole('button', { name: 'Connect Test Wallet' }).click();
    await carl.page.getByText('The dispute’s vault').first().waitFor();
    expect(await look(carl.page, 'job-dispute')).to.deep.equal([]);
    await carl.page.getByRole('button', { name: 'Sign: dispute it as the client' }).click();
    await carl.page.getByRole('link', { name: 'To the dispute' }).click();
    await carl.page.getByText('Both sides may hand in evidence').waitFor();
    await running.client.close();
    expect(before - (await held(client.publicKey))).to.equal(BOND);
    const dispute = async () => (await chain().reader.dispute(job))?.value;
    expect((await dispute())?.clientEvidence).to.deep.equal(sha256(EVIDENCE.buffer));

    const files = carl.page.getByLabel(/^Compare evidence that you were given/);
    await files.setInputFiles(EVIDENCE);
    await carl.page.getByText('This is what the client handed in').waitFor();
    expect(await look(carl.page, 'dispute-evidence')).to.deep.equal([]);
    await files.setInputFiles(ANSWER);
    await carl.page.getByText('Neither side handed this in').waitFor();
    const nora = await person(owner);
    await nora.open(`/governance/disputes/${job}`);
    await nora.page.getByRole('button', { name: 'Hand in evidence' }).click();
    await nora.page.getByLabel(/^Your evidence/).setInputFiles(ANSWER);
    await nora.sign('Hand it in for the node');
    await nora.page.getByText('Done: the evidence is on record').waitFor();
    expect((await dispute())?.nodeEvidence).to.deep.equal(sha256(ANSWER.buffer));

    await travel((await dispute())?.evidenceEnds ?? 0n);
    await carl.page.getByText('This wallet is a party of the dispute').waitFor();
    await ada.open('/governance/disputes');
    await ada.page.getByRole('link', { name: job.slice(0, 4) }).waitFor();
    expect(await look(ada.page, 'disputes')).to.deep.equal([]);
    await ada.page.getByRole('link', { name: job.slice(0, 4) }).click();
    await ada.page.getByRole('button', { name: 'Vote for the client', exact: true }).click();
    await ada.page.getByText('Every change, from a run').waitFor();
    expect(await look(ada.page, 'dispute-vote')).to.deep.equal([]);
    await ada.page.getByRole('button', { name: 'Sign: vote for the client' }).click();
    await ada.page.getByText('You voted for the client with 60,000,000 CYXWIZ').waitFor();

    await travel((await dispute())?.rounds[0]?.ends ?? 0n);
    await nora.page.getByText('The vote went for the client.').waitFor();
    await nora.page.getByLabel(/^New evidence/).setInputFiles(EVIDENCE);
    await nora.page.getByRole('button', { name: 'Appeal for the node', exact: true }).click();
    await nora.page.getByText('the wallet does not hold enough of the mint').waitFor();
    await travel((await dispute())?.appealEnds ?? 0n);
    const stan = await person(cranker);
    await stan.open(`/governance/disputes/${job}`);
    await stan.page.getByRole('button', { name: 'Execute the verdict', exact: true }).click();
    await stan.page.getByRole('button', { name: 'Connect Test Wallet' }).first().click();
    await stan.page.getByText('Every change, from a run').waitFor();
    expect(await look(stan.page, 'dispute-verdict')).to.deep.equal([]);
    await stan.page.getByRole('button', { name: 'Sign: execute the verdict' }).click();
    await stan.page.getByText('Done: the verdict is executed').waitFor();
    expect((await dispute())?.verdict).to.equal('ForClient');
    expect((await held(client.publicKey)) - before).to.equal(price + stake / 4n - BOND);
    expect((await treasury()) - rich).to.equal(stake / 4n);
    const node = (await chain().reader.node(seen.node))?.value;
    expect(node).to.include({ stake: stake / 2n, banned: true });
    await stan.open('/anyone');
    await stan.sign('Release the bonds');
    await stan.page.getByText('Done: the bonds are released').waitFor();
    await stan.open(`/governance/disputes/${job}`);
    expect((await held(client.publicKey)) - before).to.equal(price + stake / 4n);
    const own = await held(voter.publicKey);
    await ada.sign('Take the reward of my vote');
    await ada.page.getByText('Done: the reward is paid').waitFor();
    expect((await held(voter.publicKey)) - own).to.equal(REWARD);
    await stan.sign('Close the dispute');
    await stan.page.getByText('There is no dispute over this job').waitFor();
    await stan.page.getByText('Done: the dispute is closed').waitFor();
    expect(await chain().reader.dispute(job)).to.equal(undefined);
    await carl.open(`/jobs/${job}`);
    await carl.page.getByText('The dispute is decided, and paid out as the verdict says.').waitFor();
    await carl.page.getByText('back to the client').waitFor();
    expect(await look(carl.page, 'job-decided')).to.deep.equal([]);
  });

  it('reverses a verdict on appeal, and sends price, bond and deposit where the second vote says', async () => {
    const { client, cranker } = stage.world.cast;
    const { reader, sender, mint } = chain();
    const { running, job, seen, owner } = await underWay();
    await running.client.close();
    const by = (keypair: Keypair) => new DisputeActions(reader, sender, keypairWallet(keypair));
    await by(client).open(job, sha256(EVIDENCE.buffer));
    const dispute = async () => (await reader.dispute(job))?.value;
    const [bea, cleo] = jury as [Keypair, Keypair];
    await travel((await dispute())?.evidenceEnds ?? 0n);
    await by(bea).vote(job, true);
    await travel((await dispute())?.rounds[0]?.ends ?? 0n);

    await chain().fundToken(owner.publicKey, DEPOSIT);
    const [before, own, rich] = [await held(client.publicKey), await held(owner.publicKey), await treasury()];
    const fees = await tokens(feeVaultAddress(mint));
    const node = (await reader.node(seen.node))?.value;
    const nora = await person(owner);
    await nora.open(`/governance/disputes/${job}`);
    await nora.page.getByText('The vote went for the client.').waitFor();
    await nora.page.getByLabel(/^New evidence/).setInputFiles(ANSWER);
    await nora.sign('Appeal for the node', async () => {
      expect(await look(nora.page, 'dispute-appeal')).to.deep.equal([]);
    });
    await nora.page.getByText('Done: the appeal is open').waitFor();
    expect(own - (await held(owner.publicKey))).to.equal(DEPOSIT);
    expect(await tokens(disputeVaultAddress(disputeAddress(job)))).to.equal(BOND + DEPOSIT);
    expect((await dispute())?.appellant).to.equal('Node');
    expect((await dispute())?.nodeEvidence).to.deep.equal(sha256(ANSWER.buffer));

    const voting = await person(bea);
    await voting.open(`/governance/disputes/${job}`);
    await voting.page.getByText('0 of 100,000,000').waitFor();
    await voting.page.getByRole('button', { name: 'Connect Test Wallet' }).click();
    await voting.sign('Vote for the node');
    await voting.page.getByText('You voted for the node with 60,000,000 CYXWIZ').waitFor();
    await voting.page.getByText('60,000,000 of 100,000,000').waitFor();
    await by(cleo).vote(job, false);
    await travel((await dispute())?.rounds[1]?.ends ?? 0n);
    const stan = await person(cranker);
    await stan.open(`/governance/disputes/${job}`);
    await stan.page.getByText('The verdict is for the node.').waitFor();
    await stan.sign('Execute the verdict');
    await stan.page.getByText('Done: the verdict is executed').waitFor();
    expect((await dispute())?.verdict).to.equal('ForNode');
    const fee = (seen.price * BigInt(seen.feeBps)) / 10_000n;
    expect((await held(owner.publicKey)) - own).to.equal(seen.price - fee - DEPOSIT);
    expect((await tokens(feeVaultAddress(mint))) - fees).to.equal(fee);
    expect((await reader.node(seen.node))?.value).to.include({ stake: node?.stake, banned: false });
    expect((await reader.clientRecord(client.publicKey))?.value.disputesLost).to.equal(1);

    await stan.sign('Release the bonds');
    await stan.page.getByText('Done: the bonds are released').waitFor();
    expect((await held(owner.publicKey)) - own).to.equal(seen.price - fee);
    expect(await held(client.publicKey)).to.equal(before);
    expect((await treasury()) - rich).to.equal(BOND);
    await voting.sign('Take the reward of my vote');
    await voting.page.getByText('Done: the reward is paid').waitFor();
    expect(await held(bea.publicKey)).to.equal(REWARD);
    expect((await treasury()) - rich).to.equal(BOND - REWARD);
    await voting.sign('Close the record of my vote');
    await voting.page.getByText('Done: the record of the vote is closed').waitFor();
    expect(await look(voting.page, 'dispute-reversed')).to.deep.equal([]);
    expect((await dispute())?.openVotes).to.equal(1);
    expect(await held(bea.publicKey)).to.equal(REWARD);
  });

  /** A client that watches; the dispute ends the stream. */
  async function followed(training: AsyncIterable<unknown>): Promise<void> {
    for await (const _ of training);
  }
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { type Stage, startStage } from '../e2e/support/stage.ts';
import { launchBrowser, look, openPage, type Watched } from './support/browser.ts';
import type { Commanded } from './support/commanding.ts';
import { submitInBrowser } from './support/submitting.ts';
import { TestWallet } from './support/test-wallet.ts';

const MINUTES = 60_000;

describe('the page signs', function () {
  this.timeout(4 * MINUTES);
  let stage: Stage;
  let browser: Browser;
  let folder: string;
  let wallet: TestWallet;
  let shown: Watched;
  let submission: Commanded;

  before(async () => {
    [stage, browser] = await Promise.all([startStage({ node: { slots: 8 } }), launchBrowser()]);
    folder = await mkdtemp(join(tmpdir(), 'cyxwiz-web-'));
  });

  after(async () => {
    await browser?.close();
    await stage?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  /** The page of a new order, with a wallet connected and the offer shown. */
  async function order(chain?: string, ...more: string[]): Promise<void> {
    wallet = new TestWallet(stage.world.cast.client);
    shown = await openPage(browser);
    await wallet.install(shown.page, chain);
    submission = submitInBrowser(stage.world, ...more);
    await shown.page.goto(await submission.url);
    await shown.page.getByRole('button', { name: 'Connect Test Wallet' }).click();
    await shown.page.getByRole('button', { name: 'Pay with this wallet' }).click();
    await shown.page.getByRole('button', { name: 'Sign and pay' }).waitFor();
  }

  const button = (name: string) => shown.page.getByRole('button', { name });
  const text = (words: string | RegExp) => shown.page.getByText(words).first();

  afterEach(async () => {
    submission?.stop();
    expect(shown?.faults ?? []).to.deep.equal([]);
    await shown?.page.context().close();
  });

  it('a whole job, which is trained, proven, waived and paid', async () => {
    const output = join(folder, 'weights.safetensors');
    await order(undefined, '--output', output, '--waive');
    await text('Exactly what changes').waitFor();
    expect(await look(shown.page, 'sign')).to.deep.equal([]);
    await button('Sign and pay').click();
    await text('Paid. The training goes on without this page.').waitFor();
    await text('Give up the time to object: the node is paid at once').waitFor({ timeout: 2 * MINUTES });
    expect(await look(shown.page, 'sign-waive')).to.deep.equal([]);
    await shown.page.getByRole('button', { name: 'Sign', exact: true }).click();
    expect(await submission.ended, submission.said()).to.equal(0);
    expect(wallet.asked).to.equal(2);
    const job = String(submission.event('funded')?.['job']);
    let state: string | undefined;
    for (let i = 0; i < 200 && state !== 'Settled'; i++) {
      state = (await stage.world.chain.reader.job(job))?.value.state;
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    expect(state).to.equal('Settled');
    const { page } = shown;
    await page.goto(`${stage.world.coordinator.restUrl}/jobs/${job}`);
    await text('Everything was proven, and the node was paid.').waitFor();
    await text('to the node’s owner').waitFor();
    await button('Rate the node 5 of 5').click();
    await button('Connect Test Wallet').click();
    await text('Every change, from a run').waitFor();
    expect(await look(page, 'job-paid')).to.deep.equal([]);
    await button('Sign: rate the node 5 of 5').click();
    await text('5 of 5 stars').waitFor();
  });

  it('waits for nothing that the wallet refuses, and signs when asked again', async () => {
    await order(undefined, '--detach');
    wallet.manner = 'refuses';
    await button('Sign and pay').click();
    await text(/Test Wallet did not sign/).waitFor();
    await text(/nothing has been paid/).waitFor();
    wallet.manner = 'signs';
    await button('Sign and pay again').click();
    expect(await submission.ended, submission.said()).to.equal(0);
  });

  it('bars another account, and the wallet that comes back to the right one may sign with a guard of its own', async () => {
    await order(undefined, '--detach');
    await wallet.switchTo(shown.page, Keypair.generate());
    await text('Your wallet shows another account').waitFor();
    expect(await button('Sign and pay').isDisabled()).to.equal(true);
    await wallet.vanish(shown.page);
    await text('Your wallet is gone from this page').waitFor();
    expect(await look(shown.page, 'sign-no-wallet')).to.deep.equal([]);
    await wallet.comeBack(shown.page);
    await wallet.switchTo(shown.page, stage.world.cast.client);
    wallet.manner = 'guards';
    await button('Sign and pay').click();
    expect(await submission.ended, submission.said()).to.equal(0);
  });

  it('sends nothing that moves more than was shown, and throws away what comes too late', async () => {
    await order(undefined, '--detach');
    wallet.manner = 'steals';
    await button('Sign and pay').click();
    await text(/does something else than it says/).waitFor();
    wallet.manner = 'signs';
    wallet.delayMs = 2_000;
    await button('Sign and pay again').click();
    await button('My wallet does not answer: stop waiting').click();
    await text(/You stopped waiting/).waitFor();
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect(submission.event('funded')).to.equal(undefined);
    wallet.delayMs = 0;
    await button('Sign and pay again').click();
    expect(await submission.ended, submission.said()).to.equal(0);
    expect(wallet.asked).to.equal(3);
  });

  it('knows that a signature came too late for the chain, and only then asks again', async () => {
    await order(undefined, '--detach');
    // Longer than a blockhash lives on this chain.
    wallet.delayMs = 20_000;
    await button('Sign and pay').click();
    await text(/did not land and never can/).waitFor();
    expect(submission.event('funded')).to.equal(undefined);
    wallet.delayMs = 0;
    await button('Sign and pay again').click();
    expect(await submission.ended, submission.said()).to.equal(0);
  });

  it('asks no wallet that is on another chain', async () => {
    await order('solana:mainnet', '--detach');
    await button('Sign and pay').click();
    await text(/is for solana:mainnet, and this is a local Solana chain/).waitFor();
    expect(wallet.asked).to.equal(0);
  });
});

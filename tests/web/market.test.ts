import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { tokenAccountOf } from '@cyxwiz/protocol';
import { prepareJob } from '@cyxwiz/sdk';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { connectClient } from '../../packages/cli/src/demo/job-run.ts';
import { paidJob } from '../e2e/support/paid-job.ts';
import { type Stage, startStage } from '../e2e/support/stage.ts';
import { launchBrowser, look, openPage, type Watched } from './support/browser.ts';
import { TestWallet } from './support/test-wallet.ts';

const MINUTES = 60_000;
const DIGITS = new Uint8Array(gunzipSync(readFileSync(new URL('../../data/digits.csv.gz', import.meta.url))));
const DEADLINE = 3_600n;

describe('the page shows the market', function () {
  this.timeout(4 * MINUTES);
  let stage: Stage;
  let browser: Browser;
  let shown: Watched;
  let wallet: TestWallet;
  let job: string;
  let home: string;
  let folder: string;

  before(async () => {
    [stage, browser] = await Promise.all([startStage(), launchBrowser()]);
    home = stage.world.coordinator.restUrl;
    folder = await mkdtemp(join(tmpdir(), 'cyxwiz-web-'));
    // Paid for and then left alone: its data never comes, so no node accepts it.
    const client = await connectClient(stage.world);
    const checked = await client.submit(
      prepareJob({
        dataset: DIGITS,
        shape: { inputs: 64, hidden: 32, outputs: 10, batch: 8 },
        epochs: 4,
        estimatedSeconds: 60,
        deadlineSeconds: DEADLINE,
      }),
    );
    const funded = await client.fund(checked);
    await client.confirm(funded.job, funded.signature);
    job = funded.job;
    client.close();
  });

  after(async () => {
    await browser?.close();
    await stage?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    shown = await openPage(browser);
    wallet = new TestWallet(stage.world.cast.cranker);
    await wallet.install(shown.page);
  });

  afterEach(async () => {
    expect(shown.faults).to.deep.equal([]);
    await shown.page.context().close();
  });

  it('lists jobs, and each with what the chain says of it', async () => {
    const { page } = shown;
    await page.goto(home);
    await page.getByRole('link', { name: job.slice(0, 4) }).click();
    await page.getByText('The price is in the vault. The node has not accepted yet.').waitFor();
    await page.getByText('Node may accept until').waitFor();
    await page.getByText('paid into the vault').waitFor();
    expect(await look(page, 'job')).to.deep.equal([]);
    await page.getByRole('link', { name: 'Jobs' }).click();
    await page.getByRole('link', { name: job.slice(0, 4) }).waitFor();
    expect(await look(page, 'jobs')).to.deep.equal([]);
    await page.getByLabel('Standing').selectOption('SETTLED');
    await page.getByText('No such job').waitFor();
  });

  it('lists nodes, filters them, and says how a score came about', async () => {
    const { page } = shown;
    await page.goto(`${home}/nodes`);
    const cards = page.locator('section.node');
    await cards.nth(2).waitFor();
    await page.getByRole('button', { name: 'How the score came about' }).first().click();
    await page.getByText('Nothing has been recorded of this node yet').waitFor();
    expect(await look(page, 'nodes')).to.deep.equal([]);
    await page.getByLabel('Tier').selectOption({ label: 'Gold or better' });
    await page.getByText('No such node').waitFor();
    expect(await cards.count()).to.equal(0);
  });

  it('checks a receipt by itself, and finds what was changed in it', async () => {
    const { page } = shown;
    const path = join(folder, 'receipt.json');
    await paidJob(stage, path);
    await page.goto(`${home}/receipt`);
    await page.getByLabel('The receipt').setInputFiles(path);
    await page
      .getByLabel('The weights, if you have them')
      .setInputFiles(path.replace('.json', '.weights.safetensors'));
    const check = page.getByRole('button', { name: 'Check' });
    await check.click();
    await page.getByText(/^All \d+ checks hold/).waitFor();
    expect(await look(page, 'receipt')).to.deep.equal([]);
    await page.getByLabel('Its ledger').setInputFiles(path.replace('.json', '.ledger.json'));
    await check.click();
    await page.getByText('the exported ledger beside the receipt').waitFor();
    const text = readFileSync(path, 'utf8');
    const changed = {
      ...(JSON.parse(text) as { weights: object }),
      weights: { ...JSON.parse(text).weights, bytes: 1 },
    };
    await page.getByLabel('The receipt').setInputFiles({
      name: 'receipt.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(changed)),
    });
    await check.click();
    await page.getByText(/checks fail$/).waitFor();
    await page.getByText('the signature is not the client’s over this content').waitFor();
  });

  it('serves itself under a strict policy, small and compressed, and hands the chain to nobody else', async () => {
    const answer = await fetch(home, { headers: { 'accept-encoding': 'br' } });
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).to.contain("default-src 'none'").and.to.contain("frame-ancestors 'none'");
    expect(policy).not.to.match(/unsafe|https?:|\*/);
    expect(answer.headers.get('x-content-type-options')).to.equal('nosniff');
    expect(answer.headers.get('content-encoding')).to.equal('br');
    const sizes: number[] = [];
    shown.page.on('response', async (response) => {
      if (/assets|\/jobs$/.test(response.url()))
        sizes.push((await response.request().sizes()).responseBodySize);
    });
    await shown.page.goto(`${home}/jobs`);
    await shown.page.getByRole('link', { name: 'Nodes' }).waitFor();
    await shown.page.waitForLoadState('networkidle');
    expect(sizes.reduce((a, b) => a + b, 0)).to.be.within(1, 300_000);
    const call = (headers: Record<string, string>, body: unknown) =>
      fetch(`${home}/rpc`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
    const slot = { jsonrpc: '2.0', id: 1, method: 'getSlot', params: [] };
    expect((await call({}, slot)).status).to.equal(403);
    expect((await call({ origin: 'https://elsewhere.example' }, slot)).status).to.equal(403);
    expect((await call({ origin: home }, slot)).status).to.equal(200);
    expect((await call({ origin: home }, { ...slot, method: 'getProgramAccounts' })).status).to.equal(403);
    expect((await call({ origin: home }, [slot, slot])).status).to.equal(400);
  });

  it('lets a stranger send the refund of a job whose time is over', async () => {
    const { page } = shown;
    const { chain, cast } = stage.world;
    await page.goto(`${home}/anyone`);
    await page.getByRole('button', { name: 'Connect Test Wallet' }).click();
    await page.getByText('Nothing is due').waitFor();
    const price = (await chain.reader.job(job))?.value.price ?? 0n;
    await chain.timeTravel((await chain.reader.unixTime()) + DEADLINE + 60n);
    await page.getByRole('button', { name: 'Send the refund' }).click();
    await page.getByText('Every change, from a run').waitFor();
    expect(await look(page, 'anyone')).to.deep.equal([]);
    const { client } = cast;
    const before = await held(client.publicKey);
    await page.getByRole('button', { name: 'Sign: send the refund' }).click();
    await page.getByText(/^Done: send the refund/).waitFor();
    expect(await chain.reader.job(job)).to.equal(undefined);
    expect((await held(client.publicKey)) - before).to.equal(price);
    expect(wallet.asked).to.equal(1);
  });

  async function held(owner: Parameters<typeof tokenAccountOf>[0]): Promise<bigint> {
    const { chain } = stage.world;
    return (await chain.reader.tokenBalance(tokenAccountOf(owner, chain.mint)))?.value.amount ?? 0n;
  }
});

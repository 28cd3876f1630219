import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { type Stage, startStage } from '../e2e/support/stage.ts';
import { launchBrowser, look, openPage, type Watched } from './support/browser.ts';
import type { Commanded } from './support/commanding.ts';
import { submitInBrowser } from './support/submitting.ts';
import { TestWallet } from './support/test-wallet.ts';

const MINUTES = 60_000;

describe('the page of a training', function () {
  this.timeout(4 * MINUTES);
  let stage: Stage;
  let browser: Browser;
  let shown: Watched;
  let submission: Commanded;

  before(async () => {
    [stage, browser] = await Promise.all([startStage(), launchBrowser()]);
    shown = await openPage(browser);
  });

  after(async () => {
    submission?.stop();
    await browser?.close();
    await stage?.stop();
  });

  const button = (name: string) => shown.page.getByRole('button', { name, exact: true });
  const text = (words: string | RegExp) => shown.page.getByText(words).first();

  async function reported(): Promise<number[]> {
    const job = submission.event('funded')?.['job'];
    const answer = await fetch(`${stage.world.coordinator.restUrl}/v1/jobs/${job}/reports`);
    const { reports } = (await answer.json()) as { reports: { epoch: number }[] };
    return reports.map(({ epoch }) => epoch);
  }

  it('pauses it, lets it go on and stops it, over the session that only the program holds', async () => {
    const wallet = new TestWallet(stage.world.cast.client);
    await wallet.install(shown.page);
    submission = submitInBrowser(stage.world, '--epochs', '6000', '--estimate', '1h', '--max-price', '50');
    const url = await submission.url;
    await shown.page.goto(url);
    await button('Connect Test Wallet').click();
    await button('Pay with this wallet').click();
    await button('Sign and pay').click();
    await button('Pause').click();
    await text('The training is held.').waitFor();
    const command = (body: unknown, headers: Record<string, string> = {}) =>
      fetch(`${new URL(url).origin}/desk/${url.slice(-32)}/command`, {
        method: 'POST',
        headers: { origin: new URL(url).origin, 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
    expect((await command({ command: 'stop' }, { origin: 'https://elsewhere.example' })).status).to.equal(
      403,
    );
    expect((await command({ command: 'checkpoint' })).status).to.equal(409);
    expect(await look(shown.page, 'training-paused')).to.deep.equal([]);
    await button('Resume').click();
    await text('The node trains.').waitFor();
    for (let i = 0; i < 300 && (await reported()).length < 2; i++) {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    await button('Stop').click();
    await text('Stop this training?').waitFor();
    await button('Let it go on').click();
    await button('Stop').click();
    await button('Stop the training').click();
    await text(/STOPPED_BY_CLIENT/).waitFor();
    expect(await submission.ended, submission.said()).to.not.equal(0);
    expect((await command({ command: 'resume' }).catch(() => undefined))?.status).to.not.equal(200);
  });

  it('draws what was reported before anybody looked', async () => {
    const job = String(submission.event('funded')?.['job']);
    const home = stage.world.coordinator.restUrl;
    const epochs = await reported();
    expect(epochs.length).to.be.within(2, 512);
    expect(epochs).to.deep.equal([...epochs].sort((a, b) => a - b));
    await shown.page.goto(`${home}/jobs/${job}`);
    await text(new RegExp(`^epochs ${epochs[0]} to \\d+; between`)).waitFor();
    expect(await look(shown.page, 'job-curves')).to.deep.equal([]);
    expect(shown.faults).to.deep.equal([]);
  });
});

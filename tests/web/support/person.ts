import type { Keypair } from '@solana/web3.js';
import type { Browser, Page } from 'playwright-core';
import { openPage, type Watched } from './browser.ts';
import { TestWallet } from './test-wallet.ts';

/** Somebody at a browser of their own. */
export interface Person {
  readonly page: Page;
  readonly wallet: TestWallet;
  open(path: string): Promise<void>;
  /** Presses a button, looks at the changes, and at `shown` with them; signs. */
  sign(label: string, shown?: () => Promise<void>): Promise<void>;
}

/** Whoever holds the key, before a coordinator's page. */
export async function personAt(
  browser: Browser,
  home: string,
  keypair: Keypair,
  watched: Watched[],
): Promise<Person> {
  const shown = await openPage(browser);
  watched.push(shown);
  const { page } = shown;
  const wallet = new TestWallet(keypair);
  await wallet.install(page);
  return {
    page,
    wallet,
    open: async (path) => void (await page.goto(`${home}${path}`)),
    sign: async (label, look) => {
      await page.getByRole('button', { name: label, exact: true }).click();
      const connect = page.getByRole('button', { name: 'Connect Test Wallet' });
      const changes = page.getByText('Every change, from a run');
      await changes.or(connect).first().waitFor();
      if (await connect.first().isVisible()) await connect.first().click();
      await changes.waitFor();
      await look?.();
      await page
        .getByRole('button', { name: `Sign: ${label.charAt(0).toLowerCase()}${label.slice(1)}` })
        .click();
    },
  };
}

/** What `ask` gives, once it is good, or after half a minute. */
export async function until<T>(ask: () => Promise<T>, good: (value: T) => boolean): Promise<T> {
  for (let i = 0; ; i++) {
    const value = await ask();
    if (good(value) || i > 300) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

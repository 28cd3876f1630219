import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

const SHOTS =
  process.env.CYXWIZ_SHOTS ?? fileURLToPath(new URL('../../../target/web-shots', import.meta.url));
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PATIENCE_MS = 60_000;

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 860 } } as const;

/** Debian's Chromium. It must not talk to anybody but us. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CYXWIZ_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

export interface Watched {
  readonly page: Page;
  /** Requests to another host than the page's own, and errors of scripts. */
  readonly faults: string[];
}

/** A page whose requests and errors are written down. */
export async function openPage(browser: Browser): Promise<Watched> {
  const context = await browser.newContext({
    viewport: SIZES.desktop,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of (4|5)\d\d|ERR_/.test(message.text()))
      faults.push(message.text());
  });
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol !== 'data:' && hostname !== '127.0.0.1') faults.push(`request to ${request.url()}`);
  });
  return { page, faults };
}

/** Faults that axe calls serious or critical, in words. */
export async function axeFaults(page: Page): Promise<string[]> {
  // Without the page's own scripts; its policy would not let a script of ours in.
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    interface Violation {
      id: string;
      impact: string;
      nodes: { html: string; failureSummary: string }[];
    }
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join('; ')}`,
      );
  });
}

/** Pictures of the page as it is, light and dark, on a phone and on a desk; axe looks at each. */
export async function look(page: Page, name: string): Promise<string[]> {
  await mkdir(SHOTS, { recursive: true });
  const faults: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      await page.screenshot({ path: `${SHOTS}/${name}-${colorScheme}-${size}.png`, fullPage: true });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      if (wide) faults.push(`${name} is wider than a ${size}`);
    }
    faults.push(...(await axeFaults(page)));
  }
  await page.emulateMedia({ colorScheme: 'light' });
  return faults;
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '@cyxwiz/cli';
import type { World } from '../../../packages/cli/src/demo/world.ts';

const DIGITS = fileURLToPath(new URL('../../../data/digits.csv.gz', import.meta.url));

export interface Submission {
  /** Address of the signing page. */
  readonly url: Promise<string>;
  readonly ended: Promise<number>;
  /** Everything it said. */
  said(): string;
  event(name: string): Record<string, unknown> | undefined;
  stop(): void;
}

/** `cyxwiz job submit --wallet browser`, as a person would run it. */
export function submitInBrowser(world: World, ...more: readonly string[]): Submission {
  const home = mkdtempSync(join(tmpdir(), 'cyxwiz-web-'));
  const certificate = join(home, 'coordinator.pem');
  writeFileSync(certificate, world.coordinator.grpcCertificate ?? '');
  const stopping = new AbortController();
  let text = '';
  let opened: (url: string) => void = () => {};
  let broke: (error: Error) => void = () => {};
  const url = new Promise<string>((resolve, reject) => {
    opened = resolve;
    broke = reject;
  });
  url.catch(() => undefined);
  const say = (part: string) => {
    text += part;
    const found = /"url":"([^"]+)"/.exec(text)?.[1];
    if (found) opened(found);
  };
  const ended = run(
    [
      ...['job', 'submit', '--wallet', 'browser', '--json', '--dataset', DIGITS, '--shape', '64-32-10'],
      ...['--epochs', '6', '--estimate', '60s', '--max-price', '5', '--cpu', '2', '--memory', '2048'],
      ...['--rpc', world.chain.rpcUrl, '--ws', world.chain.wsUrl],
      ...['--coordinator', world.coordinator.grpcAddress, '--coordinator-cert', certificate],
      ...more,
    ],
    {
      env: { CYXWIZ_HOME: home },
      signal: stopping.signal,
      interactive: false,
      out: say,
      err: say,
      ask: async () => '',
    },
  ).finally(() => {
    broke(new Error(`the program ended before it named a page: ${text}`));
    rmSync(home, { recursive: true, force: true });
  });
  return {
    url,
    ended,
    said: () => text,
    event: (name) =>
      text
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .find((line) => line['event'] === name),
    stop: () => stopping.abort('SIGTERM'),
  };
}

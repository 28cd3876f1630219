import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '@cyxwiz/cli';

export interface Commanded {
  /** Address of the page that it opened. */
  readonly url: Promise<string>;
  readonly ended: Promise<number>;
  /** Everything it said. */
  said(): string;
  event(name: string): Record<string, unknown> | undefined;
  stop(): void;
}

export const newHome = () => mkdtempSync(join(tmpdir(), 'cyxwiz-web-'));

/** A command of `cyxwiz` as a person would run it, with --json. */
export const command = (...args: readonly string[]) => commandIn(newHome(), ...args);

/** The same in a home of its own, which goes with it. */
export function commandIn(home: string, ...args: readonly string[]): Commanded {
  const stopping = new AbortController();
  let text = '';
  const { promise: url, resolve: opened, reject: broke } = Promise.withResolvers<string>();
  url.catch(() => undefined);
  const say = (part: string) => {
    text += part;
    const found = /"url":"([^"]+)"/.exec(text)?.[1];
    if (found) opened(found);
  };
  const ended = run([...args, '--json'], {
    env: { CYXWIZ_HOME: home },
    signal: stopping.signal,
    interactive: false,
    out: say,
    err: say,
    ask: async () => '',
  }).finally(() => {
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

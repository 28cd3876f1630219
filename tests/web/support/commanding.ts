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
  stop(): void;
}

/** A command of `cyxwiz` as a person would run it, with --json. */
export function command(...args: readonly string[]): Commanded {
  const home = mkdtempSync(join(tmpdir(), 'cyxwiz-web-'));
  const stopping = new AbortController();
  let text = '';
  let opened: (url: string) => void = () => {};
  const url = new Promise<string>((resolve) => {
    opened = resolve;
  });
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
  }).finally(() => rmSync(home, { recursive: true, force: true }));
  return { url, ended, said: () => text, stop: () => stopping.abort('SIGTERM') };
}

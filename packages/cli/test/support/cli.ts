import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '@cyxwiz/cli';

export const BIN = fileURLToPath(new URL('../../bin/cyxwiz.mjs', import.meta.url));

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What a person at the terminal answers; without it nobody sits there. */
  readonly answer?: string;
  readonly signal?: AbortSignal;
}

/** Runs a command line in this process, with an environment of its own. */
export async function cli(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  let stdout = '';
  let stderr = '';
  const code = await run(args, {
    env: { ...options.env },
    signal: options.signal ?? new AbortController().signal,
    interactive: options.answer !== undefined,
    out: (text) => {
      stdout += text;
    },
    err: (text) => {
      stderr += text;
    },
    ask: async () => options.answer ?? '',
  });
  return { code, stdout, stderr };
}

export interface Child {
  /** Resolves with the first line of stdout. */
  readonly ready: Promise<string>;
  readonly ended: Promise<Ran & { readonly signal: string | null }>;
  kill(signal: NodeJS.Signals): void;
}

/** Runs the command line as people do: a process of its own. `nodeArgs` go before the program. */
export function cliProcess(args: readonly string[], nodeArgs: readonly string[] = [], env = {}): Child {
  const child = spawn(process.execPath, [...nodeArgs, BIN, ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (part) => {
    stderr += part;
  });
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (part) => {
      stdout += part;
      if (stdout.includes('\n')) resolve(stdout.slice(0, stdout.indexOf('\n')));
    });
    child.once('close', () => reject(new Error(`it ended first: ${stderr}`)));
  });
  // Whoever only waits for the end does not care.
  ready.catch(() => {});
  const ended = new Promise<Ran & { signal: string | null }>((resolve) => {
    child.once('close', (code, signal) => resolve({ code: code ?? -1, signal, stdout, stderr }));
  });
  return { ready, ended, kill: (signal) => void child.kill(signal) };
}

/** A folder for one test, and what is in it, however deep. */
export function folder() {
  const path = mkdtempSync(join(tmpdir(), 'cyxwiz-cli-'));
  return {
    path,
    file: (name: string) => join(path, name),
    files: () => readdirSync(path, { recursive: true }).map(String).sort(),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

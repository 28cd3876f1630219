import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WaveReport } from './run-wave.ts';

/** A line for each wave of every run, so that many kills can be collected in short runs. */
export const RESULTS = fileURLToPath(new URL('../../target/chaos/results.jsonl', import.meta.url));

export interface Result extends WaveReport {
  /** What was tested; `+` behind it: and changes that are in no commit. */
  readonly commit: string;
  readonly seed: number;
  readonly wave: number;
  readonly seconds: number;
  /** When it ended, ISO 8601. */
  readonly at: string;
}

/** What is checked out here. */
export function commitHere(): string {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', '--untracked-files=all') !== '';
  return `${git('rev-parse', '--short=12', 'HEAD')}${changed ? '+' : ''}`;
}

export function keepResult(result: Result): void {
  mkdirSync(dirname(RESULTS), { recursive: true });
  appendFileSync(RESULTS, `${JSON.stringify(result)}\n`);
}

/** All that were kept, in order. A last line that was cut off by whatever ended that run is left out. */
export function keptResults(): Result[] {
  let text = '';
  try {
    text = readFileSync(RESULTS, 'utf8');
  } catch {
    return [];
  }
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Result);
}

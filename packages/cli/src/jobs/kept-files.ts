import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { equalBytes, fieldToBytes, type JobSpec } from '@cyxwiz/protocol';
import { weightsCommitment } from '@cyxwiz/sdk';

/** The latest one, and one more in case that a proof of the latest is undone with its block. */
const KEPT = 2;

const folder = (home: string) => join(home, 'jobs');

/** Where the state behind an epoch of a job is kept, beside the job's file. */
export function keptPath(home: string, job: string, epoch: number): string {
  return join(folder(home), `${job}.epoch-${epoch}.safetensors`);
}

/** Where it lies while it is downloaded and checked, before its epoch is known. */
export function incomingPath(home: string, job: string): string {
  return join(folder(home), `${job}.incoming.safetensors`);
}

/** Kept states of a job, the latest first. */
async function keptOf(home: string, job: string): Promise<{ epoch: number; path: string }[]> {
  const names = await readdir(folder(home)).catch(() => []);
  return names
    .flatMap((name) => {
      const rest = name.startsWith(`${job}.`) ? name.slice(job.length) : '';
      const epoch = /^\.epoch-(\d+)\.safetensors$/.exec(rest)?.[1];
      return epoch === undefined ? [] : [{ epoch: Number(epoch), path: join(folder(home), name) }];
    })
    .sort((a, b) => b.epoch - a.epoch);
}

/** Deletes what is not among the latest. */
export async function dropOlder(home: string, job: string): Promise<void> {
  for (const { path } of (await keptOf(home, job)).slice(KEPT)) await rm(path, { force: true });
}

/** Deletes all of it, once the job has been paid for. */
export async function dropKept(home: string, job: string): Promise<void> {
  for (const { path } of await keptOf(home, job)) await rm(path, { force: true });
  await rm(incomingPath(home, job), { force: true });
}

/** What another node would begin with: the epochs behind it, and the commitment to it. */
export interface WantedState {
  readonly epoch: number;
  readonly weights: Uint8Array;
}

/** Kept states that, going by their names, have fewer epochs behind them; the latest first. */
export async function keptBefore(home: string, job: string, before: number) {
  return (await keptOf(home, job)).filter(({ epoch }) => epoch < before);
}

/** The kept file whose commitment this is: what it is called decides nothing. */
export async function findKept(
  home: string,
  job: string,
  wanted: WantedState,
  engine: JobSpec['engine'],
  more: readonly string[] = [],
): Promise<string | undefined> {
  const kept = (await keptOf(home, job)).map(({ path }) => path);
  for (const path of [...kept, ...more]) {
    const file = await readFile(path).catch(() => undefined);
    if (file && isStateOf(file, wanted.weights, engine)) return path;
  }
  return undefined;
}

export function isStateOf(file: Uint8Array, wanted: Uint8Array, engine: JobSpec['engine']): boolean {
  try {
    return equalBytes(fieldToBytes(weightsCommitment(file, engine)), wanted);
  } catch {
    // A file that somebody damaged is as good as none.
    return false;
  }
}

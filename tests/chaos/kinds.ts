import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Kind } from './plan.ts';

export const DIGITS = fileURLToPath(new URL('../../data/digits.csv.gz', import.meta.url));
/** A program as small as the conversation allows, slowed down so that there is something to kill. */
export const PROGRAM = 'sum';
export const PROGRAM_CONFIG = { milliseconds: 40 };
/** Published, so that every run trains the same network. */
export const SEED = 'c4a05c4a05'.padEnd(64, '0');

/** What each kind of job trains on, and for how long; an audited one is small, since it is its audits that take long. */
export const TRAININGS: Readonly<Record<Kind, { readonly epochs: number; readonly rows: number }>> = {
  committed: { epochs: 200, rows: 1_797 },
  program: { epochs: 200, rows: 1_797 },
  exact: { epochs: 40, rows: 319 },
};

/** So many a job; as many more are due of a node that is new. */
export const AUDITS = 2;

/** The rows of this kind's data set. */
export async function datasetOf(kind: Kind): Promise<Buffer> {
  const csv = gunzipSync(await readFile(DIGITS)).toString();
  return Buffer.from(csv.split('\n').slice(0, TRAININGS[kind].rows).join('\n'));
}

// Removes checks of the programs in turn, and sees whether a test fails: npm run test:mutants.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { sha256 } from '@cyxwiz/protocol';
import { build, ROOT } from './build.ts';
import type { Mutant } from './schemata.ts';
import { readSurvivors, reason, stale } from './survivors.ts';
import { reachedByUnitTests } from './unit-tests.ts';
import type { Fate, Setup } from './worker.ts';
import { tryAll } from './workers.ts';

const LEAST_KILLED = 0.95;

const values = options();
const { seed, only } = values;
const jobs = wholeNumber('jobs', values.jobs);
const sample = values.sample === undefined ? undefined : wholeNumber('sample', values.sample);

const begun = Date.now();
const survivors = readSurvivors();
const { mutants, left, deployed, unitTests } = build();
const wanted = inSeedsOrder(mutants.filter(({ file }) => file.startsWith(only)));
// Explained ones are what a sample leaves to full runs.
const sampled = wanted.filter((mutant) => !reason(survivors, mutant)).slice(0, sample);
// Mutants of one file together: account tables keep the chain of the latest instruction.
const chosen = [...(sample === undefined ? wanted : sampled)].sort((a, b) => a.number - b.number);
const rooms = reachedByUnitTests(ROOT, unitTests);
const fates = new Map<number, Fate>();
const setup: Setup = { root: ROOT, deployed, unitTests };
const orders = chosen.map((mutant) => ({
  mutant,
  rooms: rooms.get(mutant.number) ?? [],
  near: reason(survivors, mutant) !== undefined,
}));
await tryAll(setup, jobs, orders, note);
report();

function options() {
  try {
    return parseArgs({
      options: {
        seed: { type: 'string', default: '1' },
        sample: { type: 'string' },
        only: { type: 'string', default: '' },
        jobs: { type: 'string', default: '2' },
      },
    }).values;
  } catch (error) {
    console.error(`test:mutants: ${error instanceof Error ? error.message : error}`);
    return process.exit(2);
  }
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  console.error(`test:mutants: --${name} ${text}: must be a whole number from 1`);
  process.exit(2);
}

function inSeedsOrder(all: readonly Mutant[]): readonly Mutant[] {
  const place = ({ file, check }: Mutant) =>
    Buffer.from(sha256(Buffer.from(`${seed} ${file} ${check}`))).toString('hex');
  return all
    .map((mutant) => ({ mutant, at: place(mutant) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ mutant }) => mutant);
}

function note(mutant: Mutant, fate: Fate): void {
  fates.set(mutant.number, fate);
  const { file, line, check } = mutant;
  const end = fate.killedBy ? `killed by "${fate.killedBy}"` : 'SURVIVES';
  const seconds = (fate.milliseconds / 1_000).toFixed(1);
  console.log(`${fates.size}/${chosen.length} ${end}: ${file}:${line}: ${check} (${seconds} s)`);
}

function report(): void {
  const isKilled = ({ number }: Mutant) => fates.get(number)?.killedBy !== undefined;
  const alive = chosen.filter((mutant) => !isKilled(mutant));
  const name = ({ file, line, check }: Mutant) => `${file}:${line}: ${check}`;
  const killed = chosen.length - alive.length;
  const share = chosen.length ? killed / chosen.length : 0;
  const faults = [
    ...alive
      .filter((mutant) => !reason(survivors, mutant))
      .map((mutant) => `survives, and survivors.json does not say why: ${name(mutant)}`),
    ...chosen
      .filter((mutant) => reason(survivors, mutant) && isKilled(mutant))
      .map((mutant) => `is said to survive, and does not: ${name(mutant)}`),
    ...stale(survivors, mutants).map((entry) => `is said to survive, and is not there: ${entry}`),
    ...(!only && sample === undefined && share < LEAST_KILLED
      ? [`less than ${LEAST_KILLED * 100}% are killed`]
      : []),
    ...(chosen.length ? [] : ['there is no such check']),
  ];
  if (sample === undefined) for (const one of left) console.log(`cannot be taken away alone: ${one}`);
  for (const fault of faults) console.error(fault);
  if (process.env.CYXWIZ_TOTALS) {
    const failures = faults.map((title) => ({ title, error: 'npm run test:mutants -- --only FILE' }));
    writeFileSync(process.env.CYXWIZ_TOTALS, JSON.stringify({ passed: killed, failures }));
  }
  console.log(
    `mutants: ${chosen.length} of ${mutants.length} checks removed in turn: ${killed} killed ` +
      `(${(share * 100).toFixed(1)}%), ${alive.length} survived, ${faults.length} faults; ` +
      `seed ${seed}, ${Math.round((Date.now() - begun) / 1_000)} s`,
  );
  process.exitCode = faults.length ? 1 : 0;
}

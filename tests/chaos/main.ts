// npm run test:chaos -- --kills 200 --seed 1
// npm run test:chaos -- --kills 200 --resume --minutes 60
// npm run test:chaos -- --summary
import { parseArgs } from 'node:util';
import { type ChaosReport, runChaos, summed } from './chaos.ts';
import { MOMENTS, type Tally, VICTIMS } from './plan.ts';
import { commitHere, keepResult, keptResults, RESULTS } from './results.ts';

const USAGE =
  'usage: npm run test:chaos -- [--kills <n>] [--seed <n>] [--wave <n>] [--minutes <n>] [--resume] | --summary';
/** A prover is killed in audits only, of which there are few. */
const PROVERS_SHARE = 4;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string' },
    wave: { type: 'string' },
    minutes: { type: 'string' },
    resume: { type: 'boolean', default: false },
    summary: { type: 'boolean', default: false },
  },
});

const here = commitHere();
const kept = keptResults();
if (values.summary) {
  for (const commit of new Set(kept.map((result) => result.commit))) tell(`${commit}: `, collected(commit));
  process.exit(0);
}

const wholeOf = (text: string | undefined, least: number): number | undefined => {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  console.error(USAGE);
  process.exit(2);
};
const kills = wholeOf(values.kills, 1) as number;
const only = wholeOf(values.wave, 1);
const minutes = wholeOf(values.minutes, 1);
const before = values.resume ? collected(here) : summed([]);
// Another plan than those whose results are counted already.
const seed = wholeOf(values.seed, 0) ?? 1 + (values.resume ? before.waves : 0);

const [stopping, ending] = [new AbortController(), new AbortController()];
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The second time: at once, and nobody of the system outlives us.
    if (stopping.signal.aborted) process.exit(1);
    console.log(`${signal}: stopping after this wave`);
    stopping.abort();
  });
}
if (minutes !== undefined) setTimeout(() => ending.abort(), minutes * 60_000).unref();
const started = Date.now();
const report = await runChaos({
  ...{
    kills: lacking(kills, before.killed),
    seed,
    say: (text) => console.log(text),
    signal: stopping.signal,
  },
  ...(only === undefined ? {} : { only }),
  onWave: (wave, told, seconds) =>
    keepResult({ commit: here, seed, wave, seconds, at: new Date().toISOString(), ...told }),
});
const seconds = (Date.now() - started) / 1000;
const times = VICTIMS.reduce((sum, victim) => sum + report.killed[victim], 0);
if (values.resume) tell(`all of ${here}, in ${RESULTS}: `, collected(here));
tell(
  '',
  report,
  `, seed ${seed}, ${seconds.toFixed(0)} s, ${(seconds / Math.max(1, times)).toFixed(1)} s a kill`,
);
process.exit(report.faults.length === 0 ? 0 : 1);

function collected(commit: string): ChaosReport {
  return summed(
    kept.concat(commit === here ? keptResults().slice(kept.length) : []).filter((r) => r.commit === commit),
  );
}

function lacking(each: number, done: Tally): Tally {
  const wanted = VICTIMS.map((victim) => {
    const goal = victim === 'prover' ? Math.ceil(each / PROVERS_SHARE) : each;
    return [victim, Math.max(0, goal - done[victim])];
  });
  return Object.fromEntries(wanted) as Tally;
}

function tell(before: string, report: ChaosReport, after = ''): void {
  const list = (counts: Readonly<Record<string, number>>, names: readonly string[]) =>
    names.map((name) => `${name} ${counts[name] ?? 0}`).join(', ');
  const ends = Object.entries(report.ends).map(([end, count]) => `${count} ${end}`);
  console.log(
    `${before}${report.waves} waves, ${report.jobs} jobs (${ends.join(', ')}), ` +
      `killed: ${list(report.killed, VICTIMS)}; at: ${list(report.moments, [...MOMENTS, 'starting'])}; ` +
      `${report.missed} kills came too late, ${report.faults.length} faults${after}`,
  );
}

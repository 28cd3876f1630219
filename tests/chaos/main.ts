// npm run test:chaos -- --kills 200 --seed 1
import { parseArgs } from 'node:util';
import { runChaos } from './chaos.ts';
import { VICTIMS } from './plan.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    job: { type: 'string' },
  },
});
const [kills, seed, only] = [values.kills, values.seed, values.job ?? '1'].map(Number) as [
  number,
  number,
  number,
];
if (
  ![kills, only].every((value) => Number.isSafeInteger(value) && value > 0) ||
  !Number.isSafeInteger(seed)
) {
  console.error('usage: npm run test:chaos -- --kills <n> --seed <n> [--job <n>]');
  process.exit(2);
}

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    console.log(`${signal}: stopping after this job`);
    stopping.abort();
  });
}
const started = Date.now();
const report = await runChaos({
  ...{ kills, seed, say: (text) => console.log(text), signal: stopping.signal },
  ...(values.job === undefined ? {} : { only }),
});
const killed = VICTIMS.map((victim) => `${victim} ${report.killed[victim]}`).join(', ');
const ends = Object.entries(report.ends)
  .map(([end, times]) => `${times} ${end}`)
  .join(', ');
const seconds = ((Date.now() - started) / 1000).toFixed(0);
console.log(
  `${report.jobs} jobs (${ends}), killed: ${killed}; ${report.missed} kills came too late, ` +
    `${report.faults.length} faults, seed ${seed}, ${seconds} s`,
);
process.exit(report.faults.length === 0 ? 0 : 1);

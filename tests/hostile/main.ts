// npm run test:hostile -- --connections 10000 --repeats 20000
import { parseArgs } from 'node:util';
import { runHostile } from './hostile.ts';
import { openFilesLimit } from './open-files.ts';

const CEILING_MIB = 512;
const { values } = parseArgs({
  options: {
    connections: { type: 'string', default: '10000' },
    repeats: { type: 'string', default: '20000' },
    epochs: { type: 'string', default: '40' },
    only: { type: 'string' },
  },
});
const [asked, repeats, epochs] = [values.connections, values.repeats, values.epochs].map(Number) as [
  number,
  number,
  number,
];
if (![asked, repeats, epochs].every((value) => Number.isSafeInteger(value) && value > 0)) {
  console.error(
    'usage: npm run test:hostile -- --connections <n> --repeats <n> --epochs <n> [--only <attack>]',
  );
  process.exit(2);
}
const room = openFilesLimit() - 500;
const connections = Math.min(asked, room);
if (connections < asked) {
  console.log(`ulimit -n leaves room for ${room} connections: ${connections} in place of ${asked}`);
}
const started = Date.now();
const say = (text: string) => console.log(text);
const { restMib, attacks } = await runHostile({ connections, repeats, epochs, only: values.only, say });
const peak = Math.max(...attacks.map(({ peakMib }) => peakMib));
const slowest = Math.max(...attacks.map(({ healthMs }) => healthMs));
const faults = attacks.reduce((sum, attack) => sum + attack.faults.length, 0) + (peak > CEILING_MIB ? 1 : 0);
console.log(
  `${attacks.length} attacks, up to ${connections} connections; node ${restMib.toFixed(0)} MiB before and ${peak.toFixed(0)} MiB at most (ceiling ${CEILING_MIB}), health within ${slowest.toFixed(0)} ms, ${faults} faults, ${((Date.now() - started) / 1000).toFixed(0)} s`,
);
process.exit(faults === 0 ? 0 : 1);

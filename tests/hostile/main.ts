// npm run test:hostile -- --connections 10000 --repeats 20000
import { parseArgs } from 'node:util';
import { runHostile } from './hostile.ts';
import { openFilesLimit } from './open-files.ts';

const CEILING_MIB = 512;
const HEALTH_MS = 1000;
const { values } = parseArgs({
  options: {
    connections: { type: 'string', default: '10000' },
    repeats: { type: 'string', default: '20000' },
    parallel: { type: 'string', default: '100' },
    epochs: { type: 'string', default: '40' },
    distance: { type: 'string', default: '20' },
    only: { type: 'string' },
  },
});
const {
  connections: asked,
  repeats,
  parallel,
  epochs,
  distance: distanceMs,
} = {
  ...{ connections: Number(values.connections), repeats: Number(values.repeats) },
  ...{ parallel: Number(values.parallel), epochs: Number(values.epochs), distance: Number(values.distance) },
};
if (
  ![asked, repeats, parallel, epochs, distanceMs + 1].every(
    (value) => Number.isSafeInteger(value) && value > 0,
  )
) {
  console.error(
    'usage: npm run test:hostile -- --connections <n> --parallel <n> --repeats <n> --epochs <n> --distance <ms> [--only <attack>]',
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
const scale = { connections, parallel, repeats, epochs, distanceMs };
const { restMib, attacks } = await runHostile({ ...scale, only: values.only, say });
const peak = Math.max(...attacks.map(({ peakMib }) => peakMib));
const slowest = Math.max(...attacks.map(({ healthMs }) => healthMs));
const beyond = [peak > CEILING_MIB, slowest > HEALTH_MS].filter(Boolean).length;
const faults = attacks.reduce((sum, attack) => sum + attack.faults.length, beyond);
console.log(
  `${attacks.length} attacks, up to ${connections} connections; node ${restMib.toFixed(0)} MiB before and ${peak.toFixed(0)} MiB at most (ceiling ${CEILING_MIB}), health within ${slowest.toFixed(0)} ms (limit ${HEALTH_MS}), ${faults} faults, ${((Date.now() - started) / 1000).toFixed(0)} s`,
);
process.exit(faults === 0 ? 0 : 1);

// npm run test:malformed -- --inputs 1000000 --seed 1
import { parseArgs } from 'node:util';
import { runMalformed } from './malformed.ts';

const CEILING_MIB = 256;
const { values } = parseArgs({
  options: { inputs: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
});
const [inputs, seed] = [values.inputs, values.seed].map(Number) as [number, number];
if (!Number.isSafeInteger(inputs) || inputs < 1 || !Number.isSafeInteger(seed)) {
  console.error('usage: npm run test:malformed -- --inputs <n> --seed <n>');
  process.exit(2);
}
const started = Date.now();
const { fed, faults, grownMib } = await runMalformed({ inputs, seed, say: (text) => console.error(text) });
const total = Object.values(fed).reduce((sum, count) => sum + count.inputs, 0);
const each = Object.entries(fed)
  .map(([name, count]) => `${name} ${count.taken}/${count.inputs}`)
  .join(', ');
for (const fault of faults) console.error(`FAULT ${fault}`);
const grown = `memory grew by ${Math.max(0, grownMib).toFixed(0)} MiB (ceiling ${CEILING_MIB})`;
const seconds = ((Date.now() - started) / 1000).toFixed(0);
console.log(
  `${total} inputs, ${faults.length} faults, ${grown}, seed ${seed}, ${seconds} s; taken/fed: ${each}`,
);
process.exit(faults.length === 0 && grownMib <= CEILING_MIB ? 0 : 1);

// npm run test:step -- --steps 1000 --prove 0 --seed 1
import { parseArgs } from 'node:util';
import { ProverPool } from '../../packages/proofs/src/index.ts';
import { compare } from './compare.ts';
import { proveSteps, type Verified } from './prove.ts';
import { pythonWithNumpy } from './python.ts';

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '1000' },
    prove: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
  },
});
const [steps, prove, seed] = [values.steps, values.prove, values.seed].map(Number) as [
  number,
  number,
  number,
];
if (![steps, prove, seed].every((value) => Number.isSafeInteger(value) && value >= 0)) {
  console.error('usage: npm run test:step -- --steps <n> --prove <n> --seed <n>');
  process.exit(2);
}

const started = Date.now();
const { refused, differences } = await compare(steps, seed, pythonWithNumpy());
for (const difference of differences) console.error(`different: ${difference}`);
let held: Verified = { offChain: 0, onChain: 0 };
if (prove > 0) {
  const pool = new ProverPool();
  held = await proveSteps(prove, seed, pool).finally(() => pool.close());
}
const seconds = ((Date.now() - started) / 1000).toFixed(1);
console.log(
  `${steps} steps (${refused} refused by both), ${differences.length} differences, ${prove} proven, ` +
    `${held.offChain} verified, ${held.onChain} verified in the virtual machine, seed ${seed}, ${seconds} s`,
);
process.exit(differences.length === 0 && held.offChain === prove && held.onChain === prove ? 0 : 1);

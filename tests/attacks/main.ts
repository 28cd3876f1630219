// npm run test:attacks -- --seed 1
import { parseArgs } from 'node:util';
import { attacks, Loaded, named } from './table.ts';

const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' } } });
const seed = Number(values.seed);
if (!Number.isSafeInteger(seed) || seed < 0) {
  console.error('usage: npm run test:attacks -- --seed <n>');
  process.exit(2);
}
// Read by the tests of the circuit, which train by it.
process.env['CYXWIZ_SEED'] = String(seed);

const started = Date.now();
const loaded = await Loaded.from(seed);
const faults = loaded.faults();
for (const fault of faults) console.error(`attacks.json: ${fault}`);

const [circuit, chain] = [named('circuit'), named('chain')];
const wanted = new Set([...circuit, ...chain]);
loaded.mocha.grep({ test: (title: string) => wanted.has(title) } as RegExp);
const passed = new Set<string>();
const failures = await new Promise<number>((resolve) => {
  loaded.mocha.run(resolve).on('pass', (test) => passed.add(test.fullTitle()));
});
const refused = Object.values(attacks).filter((tests) =>
  [...tests.circuit, ...tests.chain].every((title) => passed.has(title)),
).length;
const all = Object.keys(attacks).length;
const seconds = ((Date.now() - started) / 1000).toFixed(1);
console.log(
  `${all} attacks, ${refused} refused; ${wanted.size} tests (${circuit.size} of circuits, ${chain.size} on chain), ` +
    `${passed.size} passed, ${failures} failed, ${faults.length} missing, seed ${seed}, ${seconds} s`,
);
process.exit(faults.length === 0 && failures === 0 && refused === all ? 0 : 1);

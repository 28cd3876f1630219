// npm run test:attacks [-- --seed S]: every attack on the exact tier, by the tests that tests/attacks/attacks.json names.
import { runEntry } from '../lib/run-entry.mjs';
import { setUp } from '../setup.mjs';

try {
  await setUp();
} catch (error) {
  console.error(`set-up failed: ${error.message}`);
  process.exit(1);
}
runEntry('tests/attacks/main.ts', process.argv.slice(2));

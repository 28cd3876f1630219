// npm run test:step [-- --steps N --prove M --seed S]: random steps by the engine and by numpy; some of them proven.
import { runEntry } from '../lib/run-entry.mjs';
import { setUp } from '../setup.mjs';

try {
  if (process.argv.includes('--prove')) await setUp();
} catch (error) {
  console.error(`set-up failed: ${error.message}`);
  process.exit(1);
}
runEntry('tests/step/main.ts', process.argv.slice(2));

// npm run test:chaos [-- --kills N --seed S --wave W --minutes M --resume | --summary]: kill -9 of everybody in the middle
// of real jobs.
import { runEntry } from '../lib/run-entry.mjs';
import { setUp } from '../setup.mjs';

try {
  await setUp();
} catch (error) {
  console.error(`set-up failed: ${error.message}`);
  process.exit(1);
}
runEntry('tests/chaos/main.ts', process.argv.slice(2));

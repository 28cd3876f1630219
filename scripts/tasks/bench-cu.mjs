// npm run bench:cu: compute units and transaction bytes of every instruction, into docs/compute-units.{json,md}.
import { runEntry } from '../lib/run-entry.mjs';
import { setUp } from '../setup.mjs';

try {
  await setUp();
} catch (error) {
  console.error(`set-up failed: ${error.message}`);
  process.exit(1);
}
runEntry('tests/programs/bench-compute-units.ts', process.argv.slice(2));

// npm run bench: measures, and writes docs/benchmarks.md.
import { runEntry } from '../lib/run-entry.mjs';
import { setUp } from '../setup.mjs';

try {
  await setUp({ database: true });
} catch (error) {
  console.error(`set-up failed: ${error.message}`);
  process.exit(1);
}
runEntry('packages/cli/src/bench/main.ts', process.argv.slice(2));

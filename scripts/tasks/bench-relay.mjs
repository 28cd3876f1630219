// npm run bench:relay: what a relay adds, into its section of docs/benchmarks.md.
import { runEntry } from '../lib/run-entry.mjs';
import { setUp } from '../setup.mjs';

try {
  await setUp({ database: true });
} catch (error) {
  console.error(`set-up failed: ${error.message}`);
  process.exit(1);
}
runEntry('packages/cli/src/bench/main.ts', ['--only', 'relay', ...process.argv.slice(2)]);

// npm run bench:proofs: what proofs cost, into the sections of docs/benchmarks.md about them; the last line sums it up.
import { runEntry } from '../lib/run-entry.mjs';
import { setUp } from '../setup.mjs';

try {
  await setUp();
} catch (error) {
  console.error(`set-up failed: ${error.message}`);
  process.exit(1);
}
runEntry('packages/cli/src/bench/main.ts', ['--only', 'proofs,step-proofs', ...process.argv.slice(2)]);

// npm run bench:stream: uploads and downloads beside a raw socket, into their section of docs/benchmarks.md.
import { runEntry } from '../lib/run-entry.mjs';
import { setUp } from '../setup.mjs';

try {
  await setUp({ database: true });
} catch (error) {
  console.error(`set-up failed: ${error.message}`);
  process.exit(1);
}
runEntry('packages/cli/src/bench/main.ts', ['--only', 'stream,crowd', ...process.argv.slice(2)]);

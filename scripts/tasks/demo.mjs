// npm run demo [-- --fail <fault>]: one job from escrow to payment.
import { runEntry } from '../lib/run-entry.mjs';
import { setUp } from '../setup.mjs';

try {
  await setUp();
} catch (error) {
  console.error(`set-up failed: ${error.message}`);
  process.exit(1);
}
runEntry('packages/cli/src/demo/main.ts', process.argv.slice(2));

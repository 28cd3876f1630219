// npm run setup: everything that the other commands need, and nothing that is there already.
import { setUp } from '../setup.mjs';

try {
  await setUp({ database: !process.argv.includes('--no-postgres') });
} catch (error) {
  console.error(`set-up failed: ${error.message}`);
  process.exit(1);
}

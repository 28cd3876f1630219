import { say } from './lib/progress.mjs';
import { buildCircuits } from './steps/circuits.mjs';
import { startPostgres } from './steps/postgres.mjs';
import { buildPrograms } from './steps/programs.mjs';
import { requireRust } from './steps/rust.mjs';

/** Brings the working tree into a state in which everything runs. `database`: a PostgreSQL too, for the tests. */
export async function setUp({ database = false } = {}) {
  requireRust();
  buildPrograms();
  buildCircuits();
  if (database) await startPostgres();
  say('set-up: done');
}

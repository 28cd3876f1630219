import { say } from './lib/progress.mjs';
import { buildCircuits } from './steps/circuits.mjs';
import { startPostgres } from './steps/postgres.mjs';
import { buildPrograms } from './steps/programs.mjs';
import { requireRust } from './steps/rust.mjs';
import { prepareToolchain } from './steps/toolchain.mjs';

/**
 * Brings the working tree into a state in which everything runs. `database`: a PostgreSQL too, for the tests.
 * `toolchain`: the compiler for Solana's bytecode even when the programs are there compiled, for who changes them.
 */
export async function setUp({ database = false, toolchain = false } = {}) {
  requireRust();
  if (toolchain) prepareToolchain();
  buildPrograms();
  buildCircuits();
  if (database) await startPostgres();
  say('set-up: done');
}

import { join } from 'node:path';
import { alone } from './lib/alone.mjs';
import { root } from './lib/paths.mjs';
import { say } from './lib/progress.mjs';
import { buildCircuits } from './steps/circuits.mjs';
import { startPostgres } from './steps/postgres.mjs';
import { buildPrograms } from './steps/programs.mjs';
import { requireRust } from './steps/rust.mjs';
import { installBubblewrap } from './steps/sandbox.mjs';
import { prepareToolchain } from './steps/toolchain.mjs';
import { buildWeb, installChromium } from './steps/web.mjs';

/**
 * Brings the working tree into a state in which everything runs. `database`: a PostgreSQL too, for the tests.
 * `toolchain`: the compiler for Solana's bytecode even when the programs are there compiled, for who changes them.
 * `browser`: Debian's Chromium, for the tests of the page. `sandbox`: bubblewrap, for the tests of what it confines.
 */
export async function setUp(wanted = {}) {
  // Two commands of a working tree that begin at the same time would build the same files.
  await alone(
    join(root, 'target/set-up.lock'),
    () => build(wanted),
    () => say('set-up: another command of this working tree is setting up; waiting for it'),
  );
  say('set-up: done');
}

async function build({ database = false, toolchain = false, browser = false, sandbox = false }) {
  requireRust();
  if (toolchain) prepareToolchain();
  buildPrograms();
  buildCircuits();
  buildWeb();
  if (browser) installChromium();
  if (sandbox) installBubblewrap();
  if (database) await startPostgres();
}

import { buildPrograms } from '../steps/programs.mjs';
import { requireRust } from '../steps/rust.mjs';
import { CommandFailed, run } from './exec.mjs';

/** How cargo finds the crate of the fuzzer and the model, and where it keeps what it compiles. */
export const FUZZ_CRATE = ['--manifest-path', 'tests/fuzz/Cargo.toml', '--target-dir', 'target/fuzz'];
/** Clippy is what reports warnings. */
export const FUZZ_FLAGS = { RUSTFLAGS: '-A warnings' };

/** Builds the programs and one binary of the crate, and runs it; ends this process with its status. */
export function runFuzzCrate(binary) {
  try {
    requireRust();
    buildPrograms();
    const args = [
      'run',
      '--locked',
      '--quiet',
      ...FUZZ_CRATE,
      '--bin',
      binary,
      '--',
      ...process.argv.slice(2),
    ];
    run('cargo', args, { env: { ...process.env, ...FUZZ_FLAGS } });
  } catch (error) {
    // What the binary had to say, it has said.
    if (!(error instanceof CommandFailed)) console.error(error.message);
    process.exit(1);
  }
}

// npm run lint [-- --write]: format and lint of every language, dependency rules, types.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run, succeeds } from '../lib/exec.mjs';
import { FUZZ_CRATE } from '../lib/fuzz-crate.mjs';
import { root } from '../lib/paths.mjs';
import { say } from '../lib/progress.mjs';
import { requireRust } from '../steps/rust.mjs';

const write = process.argv.includes('--write');
const bin = (name) => join(root, 'node_modules/.bin', name);
const rustTool = (name) => {
  if (!succeeds('cargo', [name, '--version'])) {
    throw new Error(`cargo ${name} is missing: rustup component add ${name === 'fmt' ? 'rustfmt' : name}`);
  }
};
const crates = ['toolchain/link', 'toolchain/tests/arithmetic', 'tests/fuzz'].filter((path) =>
  existsSync(join(root, path)),
);

const checks = {
  biome: () => run(bin('biome'), ['check', '--error-on-warnings', ...(write ? ['--write'] : []), '.']),
  buf: () => run(bin('buf'), ['lint']),
  types: () => run(bin('tsc'), ['-p', '.']),
  dependencies: () =>
    run(bin('depcruise'), [
      '--config',
      '.dependency-cruiser.mjs',
      'packages',
      'coordinator',
      '--output-type',
      'err',
    ]),
  rustfmt: () => {
    rustTool('fmt');
    const check = write ? [] : ['--check'];
    run('cargo', ['fmt', '--all', ...check]);
    for (const path of crates) run('cargo', ['fmt', '--manifest-path', `${path}/Cargo.toml`, ...check]);
  },
  clippy: () => {
    rustTool('clippy');
    const strictly = ['--all-targets', '--locked', '--', '-D', 'warnings'];
    run('cargo', ['clippy', '--quiet', '--workspace', ...strictly]);
    run('cargo', ['clippy', '--quiet', ...FUZZ_CRATE, ...strictly]);
  },
};

requireRust();
let failed = 0;
for (const [name, check] of Object.entries(checks)) {
  say(`lint: ${name}`);
  try {
    check();
  } catch (error) {
    failed++;
    console.error(`lint: ${name}: ${error.message}`);
  }
}
if (failed) {
  console.error(`lint: ${failed} of ${Object.keys(checks).length} checks failed`);
  process.exit(1);
}
say('lint: clean');

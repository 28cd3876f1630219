// Compiles toolchain/tests/arithmetic for the virtual machine and for the host, into target/arithmetic/.
// Run by tests/toolchain; prints nothing but progress.
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { storeInCache, takeFromCache } from '../lib/cache.mjs';
import { contentKey } from '../lib/content-key.mjs';
import { quiet, run } from '../lib/exec.mjs';
import { root } from '../lib/paths.mjs';
import { say } from '../lib/progress.mjs';
import { prepareToolchain, TOOLCHAIN_SOURCES } from './toolchain.mjs';

const CRATE = 'toolchain/tests/arithmetic';
const OUT = join(root, 'target/arithmetic');
const STAMP = join(OUT, '.key');
const FILES = ['arithmetic.so', 'arithmetic-host'];

const key = contentKey([CRATE, ...TOOLCHAIN_SOURCES], quiet('rustc', ['-vV']));
const present = FILES.every((file) => existsSync(join(OUT, file)));
if (!(present && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === key)) {
  mkdirSync(OUT, { recursive: true });
  if (!takeFromCache('arithmetic', key, OUT, FILES)) build();
  writeFileSync(STAMP, key);
}

function build() {
  prepareToolchain();
  const manifest = join(root, CRATE, 'Cargo.toml');
  say('arithmetic: compiling for the host');
  run('cargo', [
    'build',
    '--quiet',
    '--locked',
    '--release',
    '--bin',
    'arithmetic-host',
    '--manifest-path',
    manifest,
    '--target-dir',
    OUT,
  ]);
  copyFileSync(join(OUT, 'release/arithmetic-host'), join(OUT, 'arithmetic-host'));
  say('arithmetic: compiling for the virtual machine');
  // The programs' target folder, because the standard library lies there compiled.
  const target = join(root, 'target');
  run('toolchain/build-programs', ['arithmetic'], {
    env: { ...process.env, MANIFEST: manifest, CARGO_TARGET_DIR: target },
  });
  copyFileSync(join(target, 'deploy/arithmetic.so'), join(OUT, 'arithmetic.so'));
  storeInCache('arithmetic', key, OUT, FILES);
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { storeInCache, takeFromCache } from '../lib/cache.mjs';
import { contentKey } from '../lib/content-key.mjs';
import { quiet, run, succeeds } from '../lib/exec.mjs';
import { root } from '../lib/paths.mjs';
import { say } from '../lib/progress.mjs';

/** Everything of toolchain/ that the compiled programs depend on. */
export const TOOLCHAIN_SOURCES = [
  'bpf-solana.json',
  'build-programs',
  'legalize.cpp',
  'legalize',
  'link',
  'runtime.c',
  'sbf-ld',
  'setup',
  'std-solana.patch',
].map((name) => `toolchain/${name}`);

const OUT = join(root, 'toolchain/build');
/** The one part that takes minutes; the passes and the runtime take seconds. */
const LINKER = ['bin/sbf-link'];

/** Debian's compilers and what toolchain/setup makes of them. Only needed when something has to be compiled. */
export function prepareToolchain() {
  const packages = quiet('toolchain/setup', ['--print-packages']).trim().split(/\s+/);
  const missing = packages.filter((name) => !succeeds('dpkg', ['-s', name]));
  if (missing.length) installDebianPackages(missing);
  const key = contentKey(['toolchain/link'], quiet('rustc', ['-vV']));
  const built = () => LINKER.every((file) => existsSync(join(OUT, file)));
  if (!built() && takeFromCache('linker', key, OUT, LINKER)) say('toolchain: linker from the cache');
  const fresh = !built();
  say(fresh ? 'toolchain: building, with its linker (two minutes)' : 'toolchain: checking');
  run('toolchain/setup');
  if (fresh) storeInCache('linker', key, OUT, LINKER);
}

/** @throws Error with the command to run, when this user may not install packages. */
export function installDebianPackages(names) {
  const command = `apt-get install -y --no-install-recommends ${names.join(' ')}`;
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (sudo.length && !succeeds('sudo', ['-n', 'true'])) {
    throw new Error(
      `Debian packages are missing, and installing them takes root. Run:\n  sudo apt-get update && sudo ${command}`,
    );
  }
  say(`packages: ${names.join(' ')}`);
  const apt = (...args) => {
    const [file, ...rest] = [...sudo, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
    quiet(file, rest);
  };
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', ...names);
}

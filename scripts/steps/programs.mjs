import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { storeInCache, takeFromCache } from '../lib/cache.mjs';
import { contentKey } from '../lib/content-key.mjs';
import { run } from '../lib/exec.mjs';
import { root } from '../lib/paths.mjs';
import { say } from '../lib/progress.mjs';
import { prepareToolchain, TOOLCHAIN_SOURCES } from './toolchain.mjs';

const DEPLOY = join(root, 'target/deploy');
const STAMP = join(DEPLOY, '.key');
const PROGRAMS = ['governance', 'node-registry', 'reputation', 'job-escrow'];
const FILES = PROGRAMS.map((name) => `${name.replaceAll('-', '_')}.so`);

/** target/deploy/*.so from the programs' sources, unless they are there or in the cache. */
export function buildPrograms() {
  const key = contentKey(['programs', 'Cargo.toml', 'Cargo.lock', ...TOOLCHAIN_SOURCES]);
  const present = FILES.every((file) => existsSync(join(DEPLOY, file)));
  if (present && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === key) return;
  if (takeFromCache('programs', key, DEPLOY, FILES)) {
    say('programs: from the cache');
  } else {
    prepareToolchain();
    for (const name of PROGRAMS) {
      say(`programs: compiling ${name}`);
      run('toolchain/build-programs', [name]);
    }
    storeInCache('programs', key, DEPLOY, FILES);
  }
  writeFileSync(STAMP, key);
}

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentKey } from '../lib/content-key.mjs';
import { run, succeeds } from '../lib/exec.mjs';
import { root } from '../lib/paths.mjs';
import { say } from '../lib/progress.mjs';
import { installDebianPackages } from './toolchain.mjs';

const STAMP = join(root, 'target/web/.key');
const SOURCES = ['packages/web/src', 'packages/web/bundle.ts', 'circuits/keys', 'package-lock.json'];
/** Of our packages, what the page carries. */
const CARRIED = ['protocol', 'sdk', 'engine'].map((name) => `packages/${name}/src`);

/** target/web from the page's sources, unless it is there; it takes a second or two, so nothing is kept elsewhere. */
export function buildWeb() {
  const key = contentKey([...SOURCES, ...CARRIED]);
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === key) return;
  say('web: bundling the page');
  run(process.execPath, ['packages/web/bundle.ts']);
  writeFileSync(STAMP, key);
}

/** The browser that tests of the page use. */
export function installChromium() {
  if (!existsSync('/usr/bin/chromium') && !succeeds('dpkg', ['-s', 'chromium']))
    installDebianPackages(['chromium']);
}

import { existsSync } from 'node:fs';
import { installDebianPackages } from './toolchain.mjs';

/** What confines engines on a node; the tests try it beside what is used where it is missing. */
export function installBubblewrap() {
  if (!existsSync('/usr/bin/bwrap')) installDebianPackages(['bubblewrap']);
}

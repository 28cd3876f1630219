import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder } from './paths.mjs';

const KEPT_PER_KIND = 3;

/** Copies the files kept under a key into `folder`; false when they are not all there. */
export function takeFromCache(kind, key, folder, files) {
  const kept = join(cacheFolder, kind, key);
  if (!files.every((file) => existsSync(join(kept, file)))) return false;
  try {
    for (const file of files) place(join(kept, file), join(folder, file));
    return true;
  } catch {
    return false; // it vanished meanwhile, as it may
  }
}

/** Keeps files under a key. A cache that cannot be written is no error. */
export function storeInCache(kind, key, folder, files) {
  try {
    const shelf = join(cacheFolder, kind);
    mkdirSync(shelf, { recursive: true });
    const staging = mkdtempSync(join(shelf, '.new-'));
    for (const file of files) place(join(folder, file), join(staging, file));
    rmSync(join(shelf, key), { recursive: true, force: true });
    renameSync(staging, join(shelf, key));
    const age = (name) => statSync(join(shelf, name)).mtimeMs;
    const old = readdirSync(shelf)
      .sort((a, b) => age(b) - age(a))
      .slice(KEPT_PER_KIND);
    for (const name of old) rmSync(join(shelf, name), { recursive: true, force: true });
  } catch (error) {
    console.error(`cache: not written (${error.message})`);
  }
}

/** Never half a file: a reader sees the old one or the new one. */
function place(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  const staging = `${to}.${process.pid}.new`;
  copyFileSync(from, staging);
  renameSync(staging, to);
}

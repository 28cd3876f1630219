// SPDX-License-Identifier: GPL-3.0-or-later
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './manifest.ts';

const KEPT_PER_KIND = 3;

/** Copies the files kept under this key into `folder`; false when they are not all there. */
export function takeFromCache(kind: string, key: string, folder: string, files: readonly string[]): boolean {
  const kept = join(cacheFolder, kind, key);
  if (!files.every((file) => existsSync(join(kept, file)))) return false;
  for (const file of files) copyWhole(join(kept, file), join(folder, file));
  const now = new Date();
  utimesSync(kept, now, now);
  return true;
}

/** Keeps files under a key. The cache is a convenience: when it cannot be written, nothing happens. */
export function storeInCache(kind: string, key: string, folder: string, files: readonly string[]): void {
  try {
    const home = join(cacheFolder, kind);
    mkdirSync(home, { recursive: true });
    const partial = mkdtempSync(join(home, '.partial-'));
    for (const file of files) copyFileSync(join(folder, file), join(partial, file));
    rmSync(join(home, key), { recursive: true, force: true });
    renameSync(partial, join(home, key));
    prune(home);
  } catch (error) {
    process.stderr.write(`cache: not kept (${(error as Error).message})\n`);
  }
}

/** Copies beside the target and renames: nobody sees half a file, and a running program is not written into. */
function copyWhole(from: string, to: string): void {
  copyFileSync(from, `${to}.partial`);
  renameSync(`${to}.partial`, to);
}

function prune(home: string): void {
  const entries = readdirSync(home)
    .filter((entry) => !entry.startsWith('.'))
    .map((entry) => ({ entry, used: statSync(join(home, entry)).mtimeMs }))
    .sort((a, b) => b.used - a.used);
  for (const { entry } of entries.slice(KEPT_PER_KIND))
    rmSync(join(home, entry), { recursive: true, force: true });
}

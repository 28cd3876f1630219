import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

const SKIPPED = new Set(['node_modules', 'target', 'build', '.git']);

function* filesUnder(path) {
  if (!existsSync(join(root, path))) return;
  if (statSync(join(root, path)).isFile()) {
    yield path;
    return;
  }
  for (const name of readdirSync(join(root, path)).sort()) {
    if (!SKIPPED.has(name)) yield* filesUnder(join(path, name));
  }
}

/** One hash over names and contents of files and folders of the repository, and over further words. */
export function contentKey(paths, ...words) {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of filesUnder(path)) {
      hash.update(`${file}\0`).update(
        createHash('sha256')
          .update(readFileSync(join(root, file)))
          .digest(),
      );
    }
  }
  return hash.update(words.join('\0')).digest('hex').slice(0, 40);
}

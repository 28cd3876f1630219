import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { handOver } from './hand-over.mjs';
import { root } from './paths.mjs';

/** Runs one of the repository's TypeScript programs in place of this one. */
export function runEntry(file, args) {
  if (existsSync(join(root, file))) return handOver(process.execPath, [file, ...args]);
  console.error(`${file} does not exist`);
  process.exit(1);
}

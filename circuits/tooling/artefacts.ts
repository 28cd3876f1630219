// SPDX-License-Identifier: GPL-3.0-or-later
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type CircuitEntry, circuitsFolder, contentKey, repositoryRoot } from './manifest.ts';
import { setupKey } from './prover-binary.ts';

export const buildFolder = (name: string): string => join(circuitsFolder, 'build', name);

/** What a built circuit consists of. */
export const artefactNames = (name: string): string[] => [
  ...['r1cs', 'sym', 'wasm', 'zkey', 'vk.json'].map((extension) => `${name}.${extension}`),
  'witness_calculator.cjs',
];

/** Changes whenever a circuit's artefacts could: sources, parameters, seed, compiler, library, set-up program. */
export function circuitKey(entry: CircuitEntry): string {
  const sources = [...sourcesOf(join(circuitsFolder, entry.file))]
    .sort()
    .map((path) => [relative(circuitsFolder, path), readFileSync(path)] as const);
  const { id, name, file, template, parameters, publicSignals, seed } = entry;
  return contentKey([
    ...sources,
    ['entry', JSON.stringify({ id, name, file, template, parameters, publicSignals, seed })],
    ['compile', readFileSync(join(circuitsFolder, 'tooling', 'compile.ts'))],
    ['circom2', installedVersion('circom2')],
    ['circomlib', installedVersion('circomlib')],
    ['set-up', setupKey()],
  ]);
}

/** A circuit's file and what it includes of ours, so that a change of one circuit does not build the others again. */
function sourcesOf(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/^include "(\.[^"]+)";/gm)) {
    sourcesOf(join(dirname(file), path), found);
  }
  return found;
}

function installedVersion(name: string): string {
  const path = join(repositoryRoot, 'node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}

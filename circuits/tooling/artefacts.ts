// SPDX-License-Identifier: GPL-3.0-or-later
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CircuitEntry, circuitsFolder, contentKey, repositoryRoot } from './manifest.ts';
import { proverKey } from './prover-binary.ts';

export const buildFolder = (name: string): string => join(circuitsFolder, 'build', name);

/** What a built circuit consists of. */
export const artefactNames = (name: string): string[] => [
  ...['r1cs', 'sym', 'wasm', 'zkey', 'vk.json'].map((extension) => `${name}.${extension}`),
  'witness_calculator.cjs',
];

/** Changes whenever a circuit's artefacts could: sources, parameters, seed, compiler, library, set-up program. */
export function circuitKey(entry: CircuitEntry): string {
  const sources = (readdirSync(circuitsFolder, { recursive: true }) as string[])
    .filter((path) => path.endsWith('.circom') && !path.startsWith('build'))
    .sort()
    .map((path) => [path, readFileSync(join(circuitsFolder, path))] as const);
  const { id, name, file, template, parameters, publicSignals, seed } = entry;
  return contentKey([
    ...sources,
    ['entry', JSON.stringify({ id, name, file, template, parameters, publicSignals, seed })],
    ['compile', readFileSync(join(circuitsFolder, 'tooling', 'compile.ts'))],
    ['circom2', installedVersion('circom2')],
    ['circomlib', installedVersion('circomlib')],
    ['prover', proverKey()],
  ]);
}

function installedVersion(name: string): string {
  const path = join(repositoryRoot, 'node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}

// SPDX-License-Identifier: GPL-3.0-or-later
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { proofFailure } from './failure.ts';
import type { VerifyingKey } from './groth16.ts';

const repositoryRoot = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

/** Where circuits.json, keys/ and build/ are. */
export const circuitsFolder = process.env.CYXWIZ_CIRCUITS ?? join(repositoryRoot, 'circuits');

/** The arkworks prover, made by circuits/build.ts. */
export const proverBinary =
  process.env.CYXWIZ_PROVER ?? join(repositoryRoot, 'target', 'prover', 'release', 'cyxwiz-prover');

/** What provers need to know of a circuit. */
export interface CircuitFiles {
  readonly name: string;
  /** Circuit id and key version of the on-chain verifying key. */
  readonly id: number;
  readonly keyVersion: number;
  readonly development: boolean;
  readonly publicSignals: readonly string[];
  /** The committed verifying key. */
  readonly verifyingKey: string;
  readonly wasm: string;
  readonly witnessCalculator: string;
  readonly zkey: string;
}

interface ManifestEntry {
  readonly id: number;
  readonly name: string;
  readonly keyVersion: number;
  readonly development: boolean;
  readonly publicSignals: readonly string[];
  readonly verifyingKey: string;
}

/** The files of a circuit of circuits.json. @throws RangeError when there is no such circuit. */
export function circuitFiles(name: string, folder: string = circuitsFolder): CircuitFiles {
  const manifest = JSON.parse(readFileSync(join(folder, 'circuits.json'), 'utf8')) as {
    circuits: ManifestEntry[];
  };
  const entry = manifest.circuits.find((candidate) => candidate.name === name);
  if (!entry) throw new RangeError(`circuits.json has no circuit ${name}`);
  const built = (file: string) => join(folder, 'build', name, file);
  return {
    name,
    id: entry.id,
    keyVersion: entry.keyVersion,
    development: entry.development,
    publicSignals: entry.publicSignals,
    verifyingKey: join(folder, entry.verifyingKey),
    wasm: built(`${name}.wasm`),
    witnessCalculator: built('witness_calculator.cjs'),
    zkey: built(`${name}.zkey`),
  };
}

export function readVerifyingKey(circuit: CircuitFiles): VerifyingKey {
  return JSON.parse(readFileSync(circuit.verifyingKey, 'utf8')) as VerifyingKey;
}

/** @throws CyxwizError `ARTEFACTS_MISSING` */
export function requireFiles(...paths: readonly string[]): void {
  const missing = paths.find((path) => !existsSync(path));
  if (missing === undefined) return;
  const message = `${missing} is missing: build it with \`node circuits/build.ts\` (npm run setup does)`;
  throw proofFailure({ code: 'ARTEFACTS_MISSING', message });
}

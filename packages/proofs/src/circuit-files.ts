// SPDX-License-Identifier: GPL-3.0-or-later
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
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
  /** The template's arguments. */
  readonly parameters: Readonly<Record<string, number>>;
  /** The committed verifying key. */
  readonly verifyingKey: string;
  readonly wasm: string;
  readonly witnessCalculator: string;
  readonly zkey: string;
  /** Hash of the proving key that belongs to the committed verifying key, hexadecimal. */
  readonly zkeySha256: string;
  readonly r1cs: string;
  readonly symbols: string;
}

interface ManifestEntry {
  readonly id: number;
  readonly name: string;
  readonly keyVersion: number;
  readonly development: boolean;
  readonly publicSignals: readonly string[];
  readonly parameters: Readonly<Record<string, number>>;
  readonly verifyingKey: string;
  readonly sha256: { readonly zkey: string };
}

/** The files of a circuit of circuits.json. @throws RangeError when there is no such circuit. */
export function circuitFiles(name: string, folder: string = circuitsFolder): CircuitFiles {
  const found = find(folder, (entry) => entry.name === name);
  if (!found) throw new RangeError(`circuits.json has no circuit ${name}`);
  return found;
}

/** The files of the circuit with this number, by which the chain and a job's specification call it. */
export function numberedCircuit(id: number, folder: string = circuitsFolder): CircuitFiles | undefined {
  return find(folder, (entry) => entry.id === id);
}

function find(folder: string, wanted: (entry: ManifestEntry) => boolean): CircuitFiles | undefined {
  const manifest = JSON.parse(readFileSync(join(folder, 'circuits.json'), 'utf8')) as {
    circuits: ManifestEntry[];
  };
  const entry = manifest.circuits.find(wanted);
  if (!entry) return undefined;
  const { name } = entry;
  const built = (file: string) => join(folder, 'build', name, file);
  return {
    name,
    id: entry.id,
    keyVersion: entry.keyVersion,
    development: entry.development,
    publicSignals: entry.publicSignals,
    parameters: entry.parameters,
    verifyingKey: join(folder, entry.verifyingKey),
    wasm: built(`${name}.wasm`),
    witnessCalculator: built('witness_calculator.cjs'),
    zkey: built(`${name}.zkey`),
    zkeySha256: entry.sha256.zkey,
    r1cs: built(`${name}.r1cs`),
    symbols: built(`${name}.sym`),
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

/** Hashes of keys by path, size and time of the last change: one that does not change is read once. */
const hashes = new Map<string, Promise<string>>();

/**
 * A key of another version of the circuit makes proofs that no verifier takes; better to hear of it before the first.
 * @throws CyxwizError `ARTEFACTS_MISSING`, `STALE_KEY`
 */
export async function requireKey({ name, zkey, zkeySha256 }: CircuitFiles): Promise<void> {
  requireFiles(zkey);
  const { size, mtimeMs } = await stat(zkey);
  const place = `${zkey} ${size} ${mtimeMs}`;
  const hashing = hashes.get(place) ?? sha256Of(zkey);
  hashes.set(place, hashing);
  if ((await hashing) === zkeySha256) return;
  const message = `${zkey} is not the key of ${name} in circuits.json: build it again with \`node circuits/build.ts\``;
  throw proofFailure({ code: 'STALE_KEY', message });
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

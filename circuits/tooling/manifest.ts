// SPDX-License-Identifier: GPL-3.0-or-later
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One entry of circuits.json: the only place where a circuit's parameters and signal order are written. */
export interface CircuitEntry {
  readonly id: number;
  readonly name: string;
  readonly file: string;
  readonly template: string;
  /** Template arguments, in order. */
  readonly parameters: Readonly<Record<string, number>>;
  /** The public signals, in the order of the proof's public inputs. */
  readonly publicSignals: readonly string[];
  readonly keyVersion: number;
  /** True: the key comes from the published seed and anybody can forge proofs for it. */
  readonly development: boolean;
  /** True: too large for every set-up; made by `node circuits/build.ts --only NAME`. */
  readonly onDemand?: boolean;
  /** True: more than circom's WebAssembly can hold; CYXWIZ_CIRCOM has to name a native build. */
  readonly nativeCompiler?: boolean;
  readonly seed: string;
  readonly verifyingKey: string;
  readonly constraints: number;
  readonly wires: number;
  readonly sha256: { readonly r1cs: string; readonly zkey: string; readonly verifyingKey: string };
}

export const circuitsFolder = dirname(dirname(fileURLToPath(import.meta.url)));
export const repositoryRoot = dirname(circuitsFolder);
export const manifestPath = join(circuitsFolder, 'circuits.json');

/** Where built artefacts are kept between clones; the folder may vanish at any time. */
export const cacheFolder = process.env.CYXWIZ_CACHE ?? join(homedir(), '.cache', 'cyxwiz');

export function readManifest(): CircuitEntry[] {
  return (JSON.parse(readFileSync(manifestPath, 'utf8')) as { circuits: CircuitEntry[] }).circuits;
}

export function sha256OfFile(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** A hash over named contents that depends on every name and every byte. */
export function contentKey(contents: Iterable<readonly [name: string, bytes: string | Uint8Array]>): string {
  const key = createHash('sha256');
  for (const [name, bytes] of contents) {
    key.update(`${name.length}:${name}:${bytes.length}:`).update(bytes);
  }
  return key.digest('hex');
}

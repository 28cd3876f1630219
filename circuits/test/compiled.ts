// SPDX-License-Identifier: GPL-3.0-or-later
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { artefactNames, buildFolder } from '../tooling/artefacts.ts';
import { compileCircuit } from '../tooling/compile.ts';
import { circuitsFolder } from '../tooling/manifest.ts';
import { type Constraints, readConstraints, readSymbols } from './constraints.ts';

export type Inputs = Readonly<Record<string, unknown>>;

/** A compiled circuit, ready to be tried. */
export interface Compiled {
  readonly name: string;
  readonly folder: string;
  readonly constraints: Constraints;
  readonly symbols: ReadonlyMap<string, number>;
  /** The witness file of these inputs; rejects when circom's generator does. */
  witness(inputs: Inputs): Promise<Uint8Array>;
}

interface Calculator {
  calculateWTNSBin(inputs: Inputs, sanityCheck: number): Promise<Uint8Array>;
}

/** A circuit as circuits/build.ts left it. */
export function built(name: string): Compiled {
  const folder = buildFolder(name);
  if (!artefactNames(name).every((file) => existsSync(join(folder, file)))) {
    throw new Error(`${name} is not built: run \`node circuits/build.ts\` first`);
  }
  return open(name, folder);
}

/** Compiles a circuit for one test, into a temporary folder. */
export function compileForTest(name: string, source: string): Compiled {
  const folder = temporaryFolder(name);
  compileCircuit(name, source, folder);
  return open(name, folder);
}

/**
 * Compiles a circuit with a witness generator that does not stop at a broken constraint: it comes from the same
 * sources without their `===` lines. Nothing is simplified, so that both have the same wires.
 */
export function compileUnchecked(name: string, source: string): Compiled {
  const folder = temporaryFolder(name);
  compileCircuit(name, source, folder, { optimise: 0 });
  const root = temporaryFolder(`${name}-sources`);
  for (const path of readdirSync(circuitsFolder, { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.circom') || path.startsWith('build')) continue;
    const text = readFileSync(join(circuitsFolder, path), 'utf8').replace(/^[^\n/]*===[^\n]*;/gm, '');
    mkdirSync(dirname(join(root, 'circuits', path)), { recursive: true });
    writeFileSync(join(root, 'circuits', path), text);
  }
  const unchecked = join(root, 'built');
  compileCircuit(name, source, unchecked, { root, optimise: 0, inspect: false });
  const [checkedSymbols, symbols] = [folder, unchecked].map((at) =>
    readFileSync(join(at, `${name}.sym`), 'utf8'),
  );
  if (checkedSymbols !== symbols) throw new Error(`${name}: the unchecked generator has other wires`);
  copyFileSync(join(unchecked, `${name}.wasm`), join(folder, `${name}.wasm`));
  return open(name, folder);
}

/** Inside the repository, because circom in WebAssembly resolves includes only below the folder it runs in. */
function temporaryFolder(name: string): string {
  mkdirSync(buildFolder('tests'), { recursive: true });
  const folder = mkdtempSync(join(buildFolder('tests'), `${name}-`));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function open(name: string, folder: string): Compiled {
  const build = createRequire(import.meta.url)(join(folder, 'witness_calculator.cjs')) as (
    code: Uint8Array,
  ) => Promise<Calculator>;
  const wasm = readFileSync(join(folder, `${name}.wasm`));
  return {
    name,
    folder,
    constraints: readConstraints(join(folder, `${name}.r1cs`)),
    symbols: readSymbols(join(folder, `${name}.sym`)),
    // A calculator for each call: a failure leaves its messages behind.
    witness: async (inputs) => (await build(wasm)).calculateWTNSBin(inputs, 0),
  };
}

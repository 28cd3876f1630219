// SPDX-License-Identifier: GPL-3.0-or-later
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CircuitEntry, repositoryRoot } from './manifest.ts';

/**
 * circom in WebAssembly has 4 GiB, too few for the largest shapes; CYXWIZ_CIRCOM names a native build of the same
 * version. That it makes the same constraints shows in their committed hash.
 */
export const native = process.env.CYXWIZ_CIRCOM;
const compiler = native
  ? ([native, []] as const)
  : ([process.execPath, [join(repositoryRoot, 'node_modules', 'circom2', 'cli.js')]] as const);

/** The main component is generated, so that parameters and public signals have one source: circuits.json. */
export function mainComponent(
  entry: Pick<CircuitEntry, 'file' | 'template' | 'parameters' | 'publicSignals'>,
): string {
  const parameters = Object.values(entry.parameters).join(', ');
  const open = entry.publicSignals.join(', ');
  return [
    'pragma circom 2.1.6;',
    `include "circuits/${entry.file}";`,
    `component main {public [${open}]} = ${entry.template}(${parameters});`,
    '',
  ].join('\n');
}

export interface CompileOptions {
  /** Where `include "circuits/..."` leads; default the repository. */
  readonly root?: string;
  /** 0 keeps every signal as a wire; default 2. */
  readonly optimise?: 0 | 2;
  /** False allows what circom's inspection warns of. */
  readonly inspect?: boolean;
}

/**
 * Compiles source text to `<folder>/<name>.{r1cs,sym,wasm}` and `witness_calculator.cjs`.
 * A warning of circom's inspection is an error here.
 */
export function compileCircuit(
  name: string,
  source: string,
  folder: string,
  options: CompileOptions = {},
): void {
  const { root = repositoryRoot, optimise = 2, inspect = true } = options;
  mkdirSync(folder, { recursive: true });
  const main = join(folder, `${name}.circom`);
  writeFileSync(main, source);
  const flags = ['--r1cs', '--sym', '--wasm', `--O${optimise}`, '-o', folder];
  if (inspect) flags.push('--inspect');
  flags.push('-l', root, '-l', join(repositoryRoot, 'node_modules'));
  const [program, before] = compiler;
  const run = spawnSync(program, [...before, main, ...flags], { encoding: 'utf8', cwd: repositoryRoot });
  if (run.error) throw new Error(`circom could not be started as ${program}: ${run.error.message}`);
  const output = `${run.stdout}${run.stderr}`;
  if (run.status !== 0 || /error\[|warning\[/i.test(output)) {
    throw new Error(`circom does not accept ${name}:\n${output}`);
  }
  const witness = join(folder, `${name}_js`);
  renameSync(join(witness, `${name}.wasm`), join(folder, `${name}.wasm`));
  // The generated file is CommonJS, and this repository's packages are modules.
  renameSync(join(witness, 'witness_calculator.js'), join(folder, 'witness_calculator.cjs'));
  rmSync(witness, { recursive: true });
}

/** Fails unless the compiler numbered the public signals as circuits.json lists them. */
export function checkPublicSignals(entry: CircuitEntry, folder: string): void {
  const names = new Map<number, string>();
  for (const line of readFileSync(join(folder, `${entry.name}.sym`), 'utf8').split('\n')) {
    const [, wire, , label] = line.split(',');
    if (label?.startsWith('main.')) names.set(Number(wire), label.slice('main.'.length));
    if (names.size > entry.publicSignals.length) break;
  }
  const found = entry.publicSignals.map((_, i) => names.get(i + 1));
  if (found.join() !== entry.publicSignals.join()) {
    throw new Error(`circuits.json orders ${entry.publicSignals.join()}, the circuit has ${found.join()}`);
  }
}

/** Sizes from the header of an .r1cs file. */
export function constraintCounts(path: string): {
  constraints: number;
  wires: number;
  publicSignals: number;
} {
  const bytes = readFileSync(path);
  let offset = 12;
  while (bytes.readUInt32LE(offset) !== 1) offset += 12 + Number(bytes.readBigUInt64LE(offset + 4));
  const at = (word: number) => bytes.readUInt32LE(offset + 12 + 36 + 4 * word);
  return { wires: at(0), publicSignals: at(1) + at(2), constraints: at(6) };
}

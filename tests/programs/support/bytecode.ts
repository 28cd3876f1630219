import { existsSync, readFileSync } from 'node:fs';

/** Files of the programs' bytecode. */
export const FILES = {
  governance: 'governance.so',
  nodeRegistry: 'node_registry.so',
  jobEscrow: 'job_escrow.so',
  reputation: 'reputation.so',
} as const;
export type ProgramName = keyof typeof FILES;

let folder = new URL('../../../target/deploy/', import.meta.url);
let changed: (code: Uint8Array) => Uint8Array = (code) => code;
const read = new Map<ProgramName, Uint8Array>();
let deployments = 0;

/** A program's bytecode, as every new chain loads it. */
export function bytecode(name: ProgramName): Uint8Array {
  const known = read.get(name);
  if (known) return known;
  const file = new URL(FILES[name], folder);
  if (!existsSync(file))
    throw new Error(`${file.pathname} is missing; build it with toolchain/build-programs`);
  const code = changed(Uint8Array.from(readFileSync(file)));
  read.set(name, code);
  return code;
}

/** Makes chains load other bytecode, also those that stand: from `from`, after `change`. */
export function deployInstead(from: URL, change: (code: Uint8Array) => Uint8Array): void {
  folder = from;
  changed = change;
  read.clear();
  deployments += 1;
}

/** How often other bytecode took the place of what chains load. */
export function deployment(): number {
  return deployments;
}

// SPDX-License-Identifier: GPL-3.0-or-later
//
// The constraints of a compiled circuit, read from its .r1cs file and evaluated with plain bigints: a judge of
// witnesses that shares no code with the provers.
import { readFileSync } from 'node:fs';

export const MODULUS = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;

type Row = readonly (readonly [wire: number, value: bigint])[];

export interface Constraints {
  readonly wires: number;
  readonly rows: readonly (readonly [a: Row, b: Row, c: Row])[];
}

export function readConstraints(path: string): Constraints {
  const bytes = readFileSync(path);
  const sections = new Map<number, number>();
  for (let at = 12; at < bytes.length; at += 12 + Number(bytes.readBigUInt64LE(at + 4))) {
    sections.set(bytes.readUInt32LE(at), at + 12);
  }
  const header = (sections.get(1) ?? 0) + 36;
  const wires = bytes.readUInt32LE(header);
  const count = bytes.readUInt32LE(header + 24);
  let at = sections.get(2) ?? 0;
  const known = new Map<string, bigint>(); // few coefficients are different
  const row = (): Row => {
    const terms = bytes.readUInt32LE(at);
    at += 4;
    return Array.from({ length: terms }, () => {
      const text = bytes.toString('latin1', at + 4, at + 36);
      const value = known.get(text) ?? readWord(bytes, at + 4);
      known.set(text, value);
      const wire = bytes.readUInt32LE(at);
      at += 36;
      return [wire, value] as const;
    });
  };
  return { wires, rows: Array.from({ length: count }, () => [row(), row(), row()] as const) };
}

/** Indices of the constraints that do not hold. */
export function violated({ rows }: Constraints, witness: readonly bigint[]): number[] {
  const found: number[] = [];
  rows.forEach(([a, b, c], i) => {
    if ((dot(a, witness) * dot(b, witness) - dot(c, witness)) % MODULUS !== 0n) found.push(i);
  });
  return found;
}

/** Wires that can be raised by one, alone, without breaking a constraint: nothing determines them. */
export function freeWires({ rows, wires }: Constraints, witness: readonly bigint[]): number[] {
  const determined = new Set<number>([0]);
  for (const [a, b, c] of rows) {
    const [va, vb, vc] = [dot(a, witness), dot(b, witness), dot(c, witness)];
    const change = new Map<number, [bigint, bigint, bigint]>();
    [a, b, c].forEach((row, side) => {
      for (const [wire, value] of row) {
        if (determined.has(wire)) continue;
        const delta = change.get(wire) ?? [0n, 0n, 0n];
        delta[side] = (delta[side] ?? 0n) + value;
        change.set(wire, delta);
      }
    });
    for (const [wire, [da, db, dc]] of change) {
      if (((va + da) * (vb + db) - vc - dc) % MODULUS !== 0n) determined.add(wire);
    }
  }
  return Array.from({ length: wires }, (_, wire) => wire).filter((wire) => !determined.has(wire));
}

export function readWitness(bytes: Uint8Array): bigint[] {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values: bigint[] = [];
  for (let at = 76; at < view.length; at += 32) values.push(readWord(view, at));
  return values;
}

/** A .wtns file with other values in some wires. */
export function alterWitness(
  bytes: Uint8Array,
  changes: Iterable<readonly [wire: number, value: bigint]>,
): Buffer {
  const altered = Buffer.from(bytes);
  for (const [wire, value] of changes) {
    const hex = (((value % MODULUS) + MODULUS) % MODULUS).toString(16).padStart(64, '0');
    Buffer.from(hex, 'hex')
      .reverse()
      .copy(altered, 76 + 32 * wire);
  }
  return altered;
}

/** Signal names and the wires they ended in; -1 for a signal that simplification removed. */
export function readSymbols(path: string): Map<string, number> {
  const symbols = new Map<string, number>();
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const [, wire, , label] = line.split(',');
    if (label) symbols.set(label.replace(/^main\./, ''), Number(wire));
  }
  return symbols;
}

function dot(row: Row, witness: readonly bigint[]): bigint {
  let sum = 0n;
  for (const [wire, value] of row) sum += (witness[wire] ?? 0n) * value;
  return sum % MODULUS;
}

function readWord(bytes: Buffer, at: number): bigint {
  let value = 0n;
  for (let word = 3; word >= 0; word--) value = (value << 64n) | bytes.readBigUInt64LE(at + 8 * word);
  return value;
}

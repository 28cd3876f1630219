// SPDX-License-Identifier: GPL-3.0-or-later
import { closeSync, openSync, readSync } from 'node:fs';
import { constraintCounts } from '../tooling/compile.ts';

const HEADER = 1;

/** The logarithm of a circuit's domain: its constraints, and a row for each public signal and for one. */
export function powerNeeded(r1cs: string): number {
  const { constraints, publicSignals } = constraintCounts(r1cs);
  return Math.ceil(Math.log2(constraints + publicSignals + 1));
}

/** How many powers, as a logarithm, a powers-of-tau file holds. @throws Error when it is no such file */
export function powerOf(ptau: string): number {
  const file = openSync(ptau, 'r');
  const read = (position: number, length: number) => {
    const bytes = Buffer.alloc(length);
    if (readSync(file, bytes, 0, length, position) === length) return bytes;
    throw new Error(`${ptau} is not a powers-of-tau file: it is cut off`);
  };
  try {
    const head = read(0, 12);
    if (head.toString('latin1', 0, 4) !== 'ptau') throw new Error(`${ptau} is not a powers-of-tau file`);
    let position = 12;
    for (let section = 0; section < head.readUInt32LE(8); section++) {
      const entry = read(position, 12);
      const start = position + 12;
      if (entry.readUInt32LE(0) === HEADER) {
        const size = read(start, 4).readUInt32LE(0); // of the modulus, which comes next
        return read(start + 4 + size, 4).readUInt32LE(0);
      }
      position = start + Number(entry.readBigUInt64LE(4));
    }
  } finally {
    closeSync(file);
  }
  throw new Error(`${ptau} is not a powers-of-tau file: it has no header`);
}

// SPDX-License-Identifier: GPL-3.0-or-later
//
// Numbers in files, as crates/prover/src/server/files.rs reads and writes them.
import { type ExactWeights, fieldFromBytes, fieldToBytes, type Samples } from '@cyxwiz/engine';

const ELEMENT = 32;

/** A list of words and the kind that their commitment is of. */
export interface TaggedWords {
  readonly tag: number;
  readonly words: readonly bigint[];
}

export function encodeElements(words: readonly bigint[]): Uint8Array {
  return Buffer.concat(words.map(fieldToBytes));
}

export function decodeElements(bytes: Uint8Array): bigint[] {
  return Array.from({ length: bytes.length / ELEMENT }, (_, i) =>
    fieldFromBytes(bytes.subarray(i * ELEMENT, (i + 1) * ELEMENT)),
  );
}

export function encodeLists(lists: readonly TaggedWords[]): Uint8Array {
  return Buffer.concat(
    lists.flatMap(({ tag, words }) => {
      const head = Buffer.alloc(8);
      head.writeUInt32LE(tag, 0);
      head.writeUInt32LE(words.length, 4);
      return [head, encodeElements(words)];
    }),
  );
}

export function encodeBatches(batches: readonly Samples[]): Uint8Array {
  return Buffer.concat(batches.flatMap(({ pixels, labels }) => [pixels, labels]));
}

export function encodeIntegers({ w1, w2 }: ExactWeights): Uint8Array {
  const out = Buffer.alloc(4 * (w1.length + w2.length));
  let at = 0;
  for (const values of [w1, w2]) {
    for (const value of values) at = out.writeInt32LE(value, at);
  }
  return out;
}

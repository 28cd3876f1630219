import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type ExactDataset, type ExactShape, prepareDataset } from '../src/index.ts';

export const DIGITS: ExactShape = { inputs: 64, hidden: 32, outputs: 10, batch: 8 };

export const digitsCsv = (): Buffer =>
  gunzipSync(readFileSync(new URL('../../../data/digits.csv.gz', import.meta.url)));

const prepared = new Map<string, ExactDataset>();

/** Digits for a shape; committed once, since hashing takes half a second. Data sets are never changed by training. */
export function digits(shape: ExactShape = DIGITS): ExactDataset {
  const key = JSON.stringify(shape);
  const dataset = prepared.get(key) ?? prepareDataset(digitsCsv(), shape);
  prepared.set(key, dataset);
  return dataset;
}

/** A data set of a few rows that commits quickly: three classes, told apart by which input is largest. */
export function smallCsv(rows: number, inputs = 4, outputs = 3): Buffer {
  const lines = Array.from({ length: rows }, (_, i) => {
    const values = Array.from({ length: inputs }, (_, k) => (k === i % outputs ? 16 : (i * 7 + k * 3) % 9));
    return [...values, i % outputs].join(',');
  });
  return Buffer.from(`${lines.join('\n')}\n`);
}

export const SMALL: ExactShape = { inputs: 4, hidden: 5, outputs: 3, batch: 4 };

export function seedOf(n: number): string {
  return n.toString(16).padStart(64, '0');
}

/** Numbers that look random and are the same in every run. */
export function numbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

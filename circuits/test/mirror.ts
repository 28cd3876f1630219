// SPDX-License-Identifier: GPL-3.0-or-later
//
// The statement of checkpoint_chain computed a second time, with circomlibjs' Poseidon, and without refusing
// anything: tests use it to build inputs that are right in everything but the rule under test.
import { buildPoseidon } from 'circomlibjs';

export interface Row {
  readonly weights: bigint;
  readonly lossMicros: bigint;
  readonly accuracyPpm: bigint;
  readonly timeMs: bigint;
}

export interface ChainInputs {
  binding: bigint;
  checkpoints: bigint;
  elapsedMs: bigint;
  root: bigint;
  finalWeights: bigint;
  weights: bigint[];
  lossMicros: bigint[];
  accuracyPpm: bigint[];
  timesMs: bigint[];
}

const poseidon = await buildPoseidon();

export function hash(...inputs: bigint[]): bigint {
  return poseidon.F.toObject(poseidon(inputs));
}

export function merkleRoot(leaves: readonly bigint[]): bigint {
  let level = [...leaves];
  while (level.length > 1) {
    level = level.flatMap((left, i) => (i % 2 === 0 ? [hash(left, level[i + 1] ?? 0n)] : []));
  }
  return level[0] ?? 0n;
}

/** H_1 .. H_n. */
export function chainHashes(binding: bigint, rows: readonly Row[]): bigint[] {
  let head = hash(binding);
  return rows.map(({ weights, lossMicros, accuracyPpm, timeMs }) => {
    head = hash(head, weights, lossMicros + accuracyPpm * 2n ** 48n, timeMs);
    return head;
  });
}

/** Inputs for these rows, good or bad. */
export function chainInputs(binding: bigint, rows: readonly Row[], capacity: number): ChainInputs {
  const pad = (values: bigint[]) => [...values, ...new Array<bigint>(capacity - values.length).fill(0n)];
  const last = rows.at(-1);
  return {
    binding,
    checkpoints: BigInt(rows.length),
    elapsedMs: last?.timeMs ?? 0n,
    root: merkleRoot(pad(chainHashes(binding, rows))),
    finalWeights: last?.weights ?? 0n,
    weights: pad(rows.map((row) => row.weights)),
    lossMicros: pad(rows.map((row) => row.lossMicros)),
    accuracyPpm: pad(rows.map((row) => row.accuracyPpm)),
    timesMs: pad(rows.map((row) => row.timeMs)),
  };
}

/** Plausible rows; every signal of every row is different from 0. */
export function sampleRows(count: number): Row[] {
  return Array.from({ length: count }, (_, i) => ({
    weights: hash(BigInt(1000 + i)),
    lossMicros: BigInt(900_000 - 10_000 * i),
    accuracyPpm: BigInt(500_000 + 7_000 * i),
    timeMs: BigInt(1_500 * (i + 1)),
  }));
}

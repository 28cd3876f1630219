// SPDX-License-Identifier: GPL-3.0-or-later
//
// node circuits/test/make-vectors.ts: writes tests/vectors/checkpoint-chain.json. Every hash is circomlibjs', so the
// vectors check other implementations (poseidon-lite in packages/protocol, the circuit) instead of repeating them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../tooling/manifest.ts';
import { chainHashes, chainInputs, hash, type Row, sampleRows } from './mirror.ts';

const CAPACITY = 64;
const MODULUS = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;

const edge: Row[] = [
  { weights: 0n, lossMicros: 0n, accuracyPpm: 0n, timeMs: 1n },
  { weights: MODULUS - 1n, lossMicros: 2n ** 48n - 1n, accuracyPpm: 1_000_000n, timeMs: 2n },
  { weights: 1n, lossMicros: 1n, accuracyPpm: 1n, timeMs: 2n ** 48n - 1n },
];

const cases: [name: string, binding: bigint, rows: Row[]][] = [
  ['one checkpoint', hash(1n), sampleRows(1)],
  ['two checkpoints', hash(2n), sampleRows(2)],
  ['63 checkpoints', hash(63n), sampleRows(63)],
  ['64 checkpoints', hash(64n), sampleRows(64)],
  ['binding 0', 0n, sampleRows(2)],
  ['the largest binding below 2^253', 2n ** 253n - 1n, sampleRows(3)],
  ['boundaries of every range', MODULUS - 1n, edge],
];

const vectors = cases.map(([name, binding, rows]) => {
  const { checkpoints, elapsedMs, root, finalWeights } = chainInputs(binding, rows, CAPACITY);
  return {
    name,
    binding,
    checkpoints: rows,
    hashes: chainHashes(binding, rows),
    publicSignals: [binding, checkpoints, elapsedMs, root, finalWeights],
  };
});

const note = 'circomlibjs 0.1.7; made by circuits/test/make-vectors.ts; numbers are decimal strings';
const text = JSON.stringify({ note, vectors }, (_, v) => (typeof v === 'bigint' ? String(v) : v), 1);
writeFileSync(join(repositoryRoot, 'tests', 'vectors', 'checkpoint-chain.json'), `${text}\n`);

// SPDX-License-Identifier: GPL-3.0-or-later
import { readFileSync } from 'node:fs';
import { CheckpointChain } from '@cyxwiz/protocol';
import { expect } from 'chai';

interface Vector {
  readonly name: string;
  readonly binding: string;
  readonly checkpoints: readonly Record<'weights' | 'lossMicros' | 'accuracyPpm' | 'timeMs', string>[];
  readonly hashes: readonly string[];
  readonly publicSignals: readonly string[];
}

const path = new URL('../../../tests/vectors/checkpoint-chain.json', import.meta.url);
const { vectors } = JSON.parse(readFileSync(path, 'utf8')) as { vectors: Vector[] };

describe('checkpoint chain, poseidon-lite against circomlibjs', () => {
  for (const { name, binding, checkpoints, hashes, publicSignals } of vectors) {
    it(name, () => {
      const chain = new CheckpointChain(BigInt(binding));
      const found = checkpoints.map((row) =>
        chain.append({
          weights: BigInt(row.weights),
          lossMicros: BigInt(row.lossMicros),
          accuracyPpm: Number(row.accuracyPpm),
          elapsedMs: BigInt(row.timeMs),
        }),
      );
      expect(found.map(String)).to.deep.equal(hashes);
      expect(chain.publicSignals().map(String)).to.deep.equal(publicSignals);
    });
  }
});

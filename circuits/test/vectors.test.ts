// SPDX-License-Identifier: GPL-3.0-or-later
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { repositoryRoot } from '../tooling/manifest.ts';
import { built, type Compiled } from './compiled.ts';
import { readWitness, violated } from './constraints.ts';

type RowName = 'weights' | 'lossMicros' | 'accuracyPpm' | 'timeMs';

interface Vector {
  readonly name: string;
  readonly checkpoints: readonly Record<RowName, string>[];
  readonly publicSignals: readonly string[];
}

const path = join(repositoryRoot, 'tests', 'vectors', 'checkpoint-chain.json');
const { vectors } = JSON.parse(readFileSync(path, 'utf8')) as { vectors: Vector[] };

describe('checkpoint_chain accepts the golden vectors', function () {
  this.timeout(60_000);
  let circuit: Compiled;

  before(() => {
    circuit = built('checkpoint_chain');
  });

  for (const { name, checkpoints, publicSignals } of vectors) {
    it(name, async () => {
      const padded = (row: RowName) => Array.from({ length: 64 }, (_, i) => checkpoints[i]?.[row] ?? '0');
      const [binding, count, elapsedMs, root, finalWeights] = publicSignals;
      const witness = readWitness(
        await circuit.witness({
          ...{ binding, checkpoints: count, elapsedMs, root, finalWeights },
          ...{ weights: padded('weights'), lossMicros: padded('lossMicros') },
          ...{ accuracyPpm: padded('accuracyPpm'), timesMs: padded('timeMs') },
        }),
      );
      expect(violated(circuit.constraints, witness)).to.deep.equal([]);
      expect(witness.slice(1, 6).map(String)).to.deep.equal(publicSignals);
    });
  }
});

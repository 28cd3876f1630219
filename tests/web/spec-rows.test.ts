import { expect } from 'chai';
import { specRows } from '../../packages/web/src/ui/spec-rows.ts';

describe('an order in words', () => {
  it('has units, the same place for the same part, and whatever nobody has words for as it stands', () => {
    const spec = {
      zeal: [1],
      estimatedSeconds: 3_660,
      shape: { inputs: 64, hidden: 32, outputs: 10, batch: 8 },
      exact: { circuit: 2, keyVersion: 1, steps: 4, batches: 1 },
      checkpointInterval: 1,
      engine: 'exact',
      epochs: 5_000,
    };
    expect(specRows(JSON.stringify(spec))).to.deep.equal([
      ['Engine', 'exact'],
      ['Epochs', (5_000).toLocaleString()],
      ['Checkpoint every', '1 epoch'],
      ['Estimated time', '1 hour 1 minute'],
      ['Network', '64 inputs, 32 hidden, 10 outputs; batches of 8'],
      ['Proven by', 'circuit 2, key version 1: 4 steps a proof, 1 batch an epoch'],
      ['zeal', '[1]'],
    ]);
  });
});

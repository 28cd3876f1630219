import { createRequire } from 'node:module';
import { expect } from 'chai';
import {
  batchIndex,
  batchTree,
  MAX_SEGMENTS,
  prepareDataset,
  segmentBatches,
  segmentCount,
  segmentStatement,
  stateTree,
  trainingBatches,
} from '../src/index.ts';
import { poseidonTree } from '../src/merkle.ts';
import { DIGITS, digits, SMALL, seedOf, smallCsv } from './digits.ts';
import { refused } from './refused.ts';

interface CircomPoseidon {
  (inputs: bigint[]): unknown;
  F: { toObject(value: unknown): bigint };
}

const { buildPoseidon } = createRequire(import.meta.url)('circomlibjs') as {
  buildPoseidon(): Promise<CircomPoseidon>;
};

describe('segments', () => {
  it('are the steps of a job, a few at a time, within epochs and within the tree', () => {
    expect(segmentCount(50, 180, 4)).to.equal(2250);
    expect(segmentCount(50, 180, 1)).to.equal(9000);
    expect(segmentCount(1, 4, 4)).to.equal(1);
    expect(segmentCount(MAX_SEGMENTS, 1, 1)).to.equal(16_383);
    for (const [epochs, batches, steps] of [
      [16_384, 1, 1],
      [50, 178, 4],
      [2, 2, 4],
      [0, 4, 4],
      [1, 4, 0],
      [1.5, 4, 4],
    ] as const) {
      expect(refused('SEGMENTS_INVALID', () => segmentCount(epochs, batches, steps))).to.include({ steps });
    }
  });

  it('have the batches of the schedule, step by step', () => {
    const seed = seedOf(5);
    const all = Array.from({ length: 3 * 12 }, (_, t) => batchIndex(seed, t, 12));
    const bySegment = Array.from({ length: 9 }, (_, segment) => segmentBatches(seed, segment, 4, 12));
    expect(bySegment.flat()).to.deep.equal(all);
    expect(new Set(bySegment.slice(3, 6).flat())).to.have.length(12);
  });

  it('have a statement that is the Poseidon of eight values in order', async () => {
    const poseidon = await buildPoseidon();
    const claim = {
      ...{ binding: 1n, challenge: 2n, stepsRoot: 3n, initialWeights: 4n, finalWeights: 5n, datasetRoot: 6n },
      ...{ segment: 7, segments: 9, batchIndices: [1, 255, 0, 3] },
    };
    const values = [1n, 2n, 3n, 4n, 5n, 6n, 7n + 9n * 2n ** 32n, 1n + 255n * 2n ** 16n + 3n * 2n ** 48n];
    expect(segmentStatement(claim)).to.equal(poseidon.F.toObject(poseidon(values)));
    const changes = [
      ...[
        { binding: 0n },
        { challenge: 0n },
        { stepsRoot: 0n },
        { initialWeights: 0n },
        { finalWeights: 0n },
      ],
      ...[{ datasetRoot: 0n }, { segment: 8 }, { segments: 8 }, { batchIndices: [1, 255, 3, 0] }],
    ];
    const all = changes.map((change) => segmentStatement({ ...claim, ...change }));
    expect(new Set([...all, segmentStatement(claim)])).to.have.length(changes.length + 1);
  });
});

describe('trees', () => {
  it('of states have seven levels, of batches four, and agree where one is a subtree of the other', async () => {
    const poseidon = await buildPoseidon();
    const node = (...children: bigint[]): bigint => poseidon.F.toObject(poseidon(children));
    const leaves = [1n, 2n, 3n, 4n, 5n];
    let root = node(node(1n, 2n, 3n, 4n), node(5n, 0n, 0n, 0n), node(0n, 0n, 0n, 0n), node(0n, 0n, 0n, 0n));
    let empty = node(node(0n, 0n, 0n, 0n), node(0n, 0n, 0n, 0n), node(0n, 0n, 0n, 0n), node(0n, 0n, 0n, 0n));
    for (let level = 2; level < 7; level++) {
      root = node(root, empty, empty, empty);
      empty = node(empty, empty, empty, empty);
      if (level === 3) expect(batchTree(leaves).root).to.equal(root);
    }
    const tree = stateTree(leaves);
    expect(tree.root).to.equal(root);
    const path = tree.path(4);
    expect(path.map((group) => group.length)).to.deep.equal([4, 4, 4, 4, 4, 4, 4]);
    expect(path[0]).to.deep.equal([5n, 0n, 0n, 0n]);
    expect(path.map((group) => node(...group)).at(-1)).to.equal(root);
    expect(() => poseidonTree(leaves, 1)).to.throw(RangeError);
  });
});

describe('batches in multiples', () => {
  it('leave digits as they are, for one and for four steps a proof', () => {
    expect([1, 4].map((multiple) => trainingBatches(1797, 8, multiple))).to.deep.equal([180, 180]);
    expect(trainingBatches(1797, 8, 7)).to.equal(175);
    expect(digits().batches).to.have.length(180);
  });

  it('put the rows left over into the held-out part', () => {
    const csv = smallCsv(60);
    const [one, four] = [1, 4].map((batchesMultipleOf) => prepareDataset(csv, SMALL, { batchesMultipleOf }));
    expect([one?.batches.length, four?.batches.length]).to.deep.equal([12, 12]);
    const seven = prepareDataset(csv, SMALL, { batchesMultipleOf: 7 });
    expect([seven.batches.length, seven.heldOut.labels.length]).to.deep.equal([7, 60 - 28]);
    expect(seven.leaves).to.deep.equal(one?.leaves.slice(0, 7));
  });

  it('need enough rows, say how many, and are whole numbers', () => {
    for (const batchesMultipleOf of [1, 2, 4, 9]) {
      const fails = refused('DATASET_TOO_FEW_ROWS', () =>
        prepareDataset(smallCsv(2), SMALL, { batchesMultipleOf }),
      ) as unknown as { needed: number };
      const { batches } = prepareDataset(smallCsv(fails.needed), SMALL, { batchesMultipleOf });
      expect(batches).to.have.length(batchesMultipleOf);
      refused('DATASET_TOO_FEW_ROWS', () =>
        prepareDataset(smallCsv(fails.needed - 1), SMALL, { batchesMultipleOf }),
      );
    }
    for (const batchesMultipleOf of [0, -4, 1.5, 257, Number.NaN]) {
      expect(() => prepareDataset(smallCsv(60), DIGITS, { batchesMultipleOf })).to.throw(RangeError);
    }
  });
});

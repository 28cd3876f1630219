import { expect } from 'chai';
import { batchIndex, epochOrder, rowOrder } from '../src/index.ts';
import { numbers, seedOf } from './digits.ts';
import { refused } from './refused.ts';

describe('orders', () => {
  it('every epoch visits every batch exactly once, for every number of batches', () => {
    for (let batches = 1; batches <= 256; batches++) {
      for (const epoch of [0, 1, 49]) {
        const seed = seedOf(batches * 1000 + epoch);
        const { a, b } = epochOrder(seed, epoch, batches);
        const seen = new Set(Array.from({ length: batches }, (_, i) => (a * i + b) % batches));
        expect(seen.size).to.equal(batches);
      }
    }
  });

  it('batchIndex walks through the epochs in that order', () => {
    const seed = seedOf(5);
    for (let t = 0; t < 1000; t++) {
      const { a, b } = epochOrder(seed, Math.floor(t / 180), 180);
      expect(batchIndex(seed, t, 180)).to.equal((a * (t % 180) + b) % 180);
    }
  });

  it('epochs and seeds differ in their order', () => {
    const orders = new Set<string>();
    for (let epoch = 0; epoch < 50; epoch++) orders.add(JSON.stringify(epochOrder(seedOf(1), epoch, 251)));
    for (let n = 2; n < 52; n++) orders.add(JSON.stringify(epochOrder(seedOf(n), 0, 251)));
    expect(orders.size).to.be.greaterThan(95);
  });

  it('rowOrder is a permutation for any number of rows', () => {
    const next = numbers(3);
    for (const rows of [1, 2, 3, 1797, ...Array.from({ length: 20 }, () => 1 + next(2560))]) {
      const seen = new Set(rowOrder(rows));
      expect(seen.size).to.equal(rows);
      expect(Math.max(...seen)).to.equal(rows - 1);
    }
  });

  for (const value of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60, '3' as unknown as number]) {
    it(`refuses ${String(value)} (${typeof value}) as step, epoch or number of batches`, () => {
      refused('STEP_INVALID', () => batchIndex(seedOf(1), value, 10));
      refused('STEP_INVALID', () => epochOrder(seedOf(1), value, 10));
      refused('STEP_INVALID', () => epochOrder(seedOf(1), 0, value));
    });
  }
  it('refuses no batches at all', () => {
    refused('STEP_INVALID', () => batchIndex(seedOf(1), 0, 0));
  });
});

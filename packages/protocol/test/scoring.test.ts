import { readFileSync } from 'node:fs';
import {
  blankScore,
  bucketOf,
  clientScore,
  type FoldRules,
  foldOutcome,
  type NodeScore,
  priceWeight,
  repeatedWeight,
} from '@cyxwiz/protocol';
import { PublicKey } from '@solana/web3.js';
import { expect } from 'chai';

type Outcome = Parameters<typeof foldOutcome>[1] & { readonly bucket: number };
interface Life {
  readonly name: string;
  readonly rules: string;
  readonly outcomes: readonly Outcome[];
  readonly after: readonly (readonly [number, number])[];
  readonly last: Partial<NodeScore>;
}

// The program reads the same file: programs/reputation/tests/vectors.rs.
const text = readFileSync(new URL('../../../tests/vectors/reputation.json', import.meta.url), 'utf8');
const { rules, cases } = JSON.parse(text, (_, value) =>
  typeof value === 'string' && /^-?\d+$/.test(value) ? BigInt(value) : value,
) as { rules: Record<string, FoldRules>; cases: readonly Life[] };

describe('scores, folded a second time', () => {
  for (const { name, rules: which, outcomes, after, last } of cases) {
    it(`${name}: as in tests/vectors/reputation.json`, () => {
      let score = blankScore();
      const found = outcomes.map((outcome) => {
        score = foldOutcome(score, outcome, outcome.bucket, rules[which] as FoldRules);
        return [score.score, score.adjustment];
      });
      expect(found).to.deep.equal(after);
      const { node: _, padding: __, ...counted } = score;
      expect(counted).to.deep.equal(last);
    });
  }

  it('counts a job by its price', () => {
    for (const [price, decimals, expected] of [
      [5_000_000_000n, 9, 10_000n],
      [4_999_999_999n, 9, 9_999n],
      [1n, 9, 0n],
      [1n, 0, 2_000n],
      [2n ** 64n - 1n, 18, 10_000n],
    ] as const)
      expect(priceWeight(price, decimals, 5n)).to.equal(expected);
    expect(priceWeight(1n, 9, 0n)).to.equal(0n);
  });

  it('counts the fourth job of a client by half', () => {
    expect([29_999n, 30_000n, 40_000n].map((seen) => repeatedWeight(8_000n, seen, 3))).to.deep.equal([
      8_000n,
      4_000n,
      2_000n,
    ]);
  });

  it('counts clients by the last byte of their key', () => {
    expect(bucketOf(new PublicKey(new Uint8Array(32).fill(33, 31)).toBytes())).to.equal(1);
  });

  it('judges clients', () => {
    for (const [settled, cancelled, disputesLost, expected] of [
      [0n, 0n, 0, 0],
      [1n, 0n, 0, 90],
      [10n, 10n, 0, 250],
      [10n, 0n, 5, 475],
      [10n, 0n, 1_000, 0],
    ] as const) {
      const conduct = {
        settledWeight: settled * 10_000n,
        cancelledWeight: cancelled * 10_000n,
        disputesLost,
      };
      expect(clientScore(conduct, 10, 10)).to.equal(expected);
    }
  });
});

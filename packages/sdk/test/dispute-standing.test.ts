import type { Dispute } from '@cyxwiz/protocol';
import { expect } from 'chai';
import { majorityOf, quorumOf, verdictOf, voteReward } from '../src/index.ts';

const TERMS = { quorumBps: 500, appealQuorumBps: 1_000, bond: 1_000n, voterReward: 100n };

/** A dispute in which so many of 1,000 tokens voted: for the client, for the node; then the same in the appeal. */
function dispute(votes: readonly [bigint, bigint], appeal?: readonly [bigint, bigint]): Dispute {
  const round = ([forClient, forNode]: readonly [bigint, bigint]) => ({
    begins: 1n,
    ends: 9n,
    forClient,
    forNode,
  });
  const rounds = [round(votes), round(appeal ?? [0n, 0n])];
  return { supply: 1_000n, terms: TERMS, rounds, appellant: appeal ? 'Node' : null, verdict: null } as never;
}

describe('how a dispute stands', () => {
  it('is decided by more than half of the votes, once enough voted', () => {
    expect(quorumOf(dispute([0n, 0n]), 1)).to.equal(50n);
    expect(quorumOf({ ...dispute([0n, 0n]), supply: 1_001n }, 1)).to.equal(51n);
    expect(quorumOf({ ...dispute([0n, 0n]), supply: 0n }, 1)).to.equal(0n);
    expect(majorityOf(dispute([26n, 24n]), 1)).to.equal('Client');
    expect(majorityOf(dispute([24n, 26n]), 1)).to.equal('Node');
    expect(majorityOf(dispute([25n, 24n]), 1)).to.equal(undefined);
    expect(majorityOf(dispute([25n, 25n]), 1)).to.equal(undefined);
    expect(majorityOf({ ...dispute([0n, 0n]), supply: 0n }, 1)).to.equal(undefined);
    expect(() => majorityOf(dispute([1n, 1n]), 3)).to.throw(RangeError);
  });

  it('keeps the first verdict unless the appeal decides otherwise', () => {
    expect(verdictOf(dispute([60n, 0n]))).to.equal('ForClient');
    expect(verdictOf(dispute([60n, 0n], [0n, 99n]))).to.equal('ForClient');
    expect(verdictOf(dispute([60n, 0n], [0n, 100n]))).to.equal('ForNode');
    expect(verdictOf(dispute([1n, 0n], [50n, 50n]))).to.equal('NoQuorum');
  });

  it('rewards the votes that decided it, together with no more than the bond', () => {
    const won = { ...dispute([60n, 0n]), verdict: 'ForClient' } as Dispute;
    const vote = { round: 1, weight: 60n, inFavour: true };
    expect(voteReward(won, vote)).to.equal(100n);
    expect(voteReward({ ...won, terms: { ...won.terms, bond: 90n } }, { ...vote, weight: 30n })).to.equal(
      45n,
    );
    expect(voteReward(won, { ...vote, inFavour: false })).to.equal(0n);
    expect(voteReward(won, { ...vote, round: 2 })).to.equal(0n);
    expect(voteReward(dispute([60n, 0n]), vote)).to.equal(0n);
    const turned = { ...dispute([60n, 0n], [0n, 200n]), verdict: 'ForNode' } as Dispute;
    expect(voteReward(turned, { round: 2, weight: 200n, inFavour: false })).to.equal(100n);
    expect(voteReward(turned, vote)).to.equal(0n);
  });
});

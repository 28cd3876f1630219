import { governance, lockAddress, treasuryAddress, voteAddress } from '@cyxwiz/protocol';
import { expect } from 'chai';
import {
  appeal,
  balloted,
  claimVoteReward,
  closeDispute,
  closeDisputeVote,
  cyxwizOf,
  debated,
  disputed,
  disputeOf,
  ends,
  executed,
  executeVerdict,
  readDispute,
  releaseBonds,
  victorious,
  voteDispute,
  voters,
  warpTo,
  withTreasury,
} from '../fixtures/disputes.ts';
import { designParams } from '../fixtures/params.ts';
import { LOCKED, lockTokens, unlockTokens } from '../fixtures/votes.ts';
import { read, rejects, run } from '../support/case.ts';
import { balance, mintTo } from '../support/tokens.ts';

const REWARD = designParams.voting.voterReward;
const MONTH = 30n * 86_400n;

describe('governance: vote_dispute', () => {
  it('counts what was locked before the dispute, and keeps it locked until the vote is over', () => {
    const world = debated();
    const [voter] = voters(world);
    const { events } = run(voteDispute({ world }));
    expect(events.map(({ name }) => name)).to.deep.equal(['DisputeVoted']);
    const { rounds, openVotes } = readDispute(world);
    expect([rounds[0]?.forClient, rounds[0]?.forNode, openVotes]).to.deep.equal([LOCKED, 0n, 1]);
    const { lockedUntil } = read(world.chain, governance, 'TokenLock', lockAddress(voter.publicKey));
    expect(lockedUntil).to.equal(ends(world).votingEnds + 1n);
    // The fixture lets a second pass each time: the first try is in the last second of the vote.
    warpTo(world, ends(world).votingEnds - 1n);
    rejects(unlockTokens({ world: world.skip('lock'), owner: voter }), 'StillLocked');
    run(unlockTokens({ world, owner: voter }));
  });

  it('decides with a majority and a quorum', () => {
    const world = executed(balloted());
    const { rounds, verdict } = readDispute(world);
    expect([rounds[0]?.forClient, rounds[0]?.forNode]).to.deep.equal([2n * LOCKED, LOCKED]);
    expect(verdict).to.equal('ForClient');
  });

  it('takes one vote of each voter, and another one on an appeal', () => {
    const world = balloted();
    rejects(voteDispute({ world, forClient: false }), 'Custom 0');
    warpTo(world, ends(world).votingEnds + 1n);
    const owner = { appellant: world.owner.publicKey, appellantToken: cyxwizOf(world, world.owner) };
    run(appeal({ world, accounts: owner }));
    run(voteDispute({ world, forClient: false }));
    rejects(voteDispute({ world }), 'Custom 0');
    expect(readDispute(world).rounds[1]?.forNode).to.equal(LOCKED);
  });

  it('is open after the time for evidence, for seven days', () => {
    const world = debated();
    const { evidenceEnds, votingEnds } = ends(world);
    rejects(voteDispute({ world: warpTo(world, evidenceEnds) }), 'VotingClosed');
    rejects(voteDispute({ world: warpTo(world, votingEnds + 1n) }), 'VotingClosed');
    run(voteDispute({ world: warpTo(world, votingEnds) }));
  });

  it('refuses tokens that were locked when the dispute was opened, or later', () => {
    const world = withTreasury();
    const [first, second] = voters(world);
    run(lockTokens({ world, owner: first }));
    disputed(world);
    run(lockTokens({ world, owner: second }));
    warpTo(world, ends(world).evidenceEnds + 1n);
    for (const voter of [first, second]) rejects(voteDispute({ world, voter }), 'LockedTooLate');
  });

  it('refuses the parties and the operator', () => {
    const world = withTreasury();
    const parties = [world.client, world.owner, world.operator];
    for (const owner of parties) run(lockTokens({ world, owner }));
    world.chain.warp(1);
    warpTo(world, ends(disputed(world)).evidenceEnds + 1n);
    for (const voter of parties) rejects(voteDispute({ world, voter }), 'PartyMayNotVote');
  });

  it("refuses who has nothing locked, and who names another's lock", () => {
    const world = debated();
    rejects(voteDispute({ world, voter: world.stranger }), 'AccountNotInitialized');
    const [, second] = voters(world);
    const lock = lockAddress(second.publicKey);
    rejects(voteDispute({ world, accounts: { lock } }), 'ConstraintSeeds');
  });
});

describe('governance: claim_vote_reward', () => {
  it('pays the winning side out of the treasury and closes the record', () => {
    const world = victorious();
    const [voter] = voters(world);
    const before = balance(world.chain, treasuryAddress(world.mint));
    const rents = world.chain.account(world.payer.publicKey)?.lamports ?? 0n;
    const { events } = run(claimVoteReward({ world }));
    expect(events.map(({ name }) => name)).to.deep.equal(['VoteRewarded']);
    expect(balance(world.chain, cyxwizOf(world, voter))).to.equal(REWARD);
    expect(before - balance(world.chain, treasuryAddress(world.mint))).to.equal(REWARD);
    expect(readDispute(world).openVotes).to.equal(2);
    expect((world.chain.account(world.payer.publicKey)?.lamports ?? 0n) > rents).to.equal(true);
    rejects(claimVoteReward({ world }), 'AccountNotInitialized');
  });

  it('pays nobody who lost, and closes nobody who won without the reward', () => {
    const world = victorious();
    const [first, , third] = voters(world);
    rejects(claimVoteReward({ world, voter: third }), 'NoReward');
    rejects(closeDisputeVote({ world, voter: first }), 'RewardDue');
    const { events } = run(closeDisputeVote({ world }));
    expect(events.map(({ name }) => name)).to.deep.equal(['DisputeVoteClosed']);
  });

  it('waits for the verdict to be executed', () => {
    const world = balloted();
    rejects(claimVoteReward({ world }), 'NotResolved');
    rejects(closeDisputeVote({ world }), 'NotResolved');
  });

  it('rewards nobody without a verdict, and lets every record be closed', () => {
    const world = debated();
    run(voteDispute({ world }));
    run(voteDispute({ world, voter: voters(world)[2], forClient: false }));
    executed(world);
    rejects(claimVoteReward({ world }), 'NoReward');
    for (const voter of [voters(world)[0], voters(world)[2]]) run(closeDisputeVote({ world, voter }));
    expect(readDispute(world).openVotes).to.equal(0);
  });

  it('never takes more than the treasury holds, and only the voter may settle for less', () => {
    const world = executed(balloted());
    mintTo(world.chain, world.mint, treasuryAddress(world.mint), REWARD - 1n);
    const [voter, second] = voters(world);
    rejects(claimVoteReward({ world }), 'TreasuryShort');
    run(claimVoteReward({ world, accounts: { claimer: voter.publicKey } }));
    expect(balance(world.chain, cyxwizOf(world, voter))).to.equal(REWARD - 1n);
    world.chain.warp(MONTH);
    rejects(claimVoteReward({ world, voter: second }), 'TreasuryShort');
    world.chain.warp(1);
    run(claimVoteReward({ world, voter: second }));
    expect(balance(world.chain, cyxwizOf(world, second))).to.equal(0n);
  });

  it('pays to any account of the voter and to nobody else', () => {
    const world = victorious();
    const stranger = cyxwizOf(world, world.stranger);
    rejects(claimVoteReward({ world, accounts: { voterToken: stranger } }), 'WrongTokenAccount');
    rejects(claimVoteReward({ world, accounts: { treasury: stranger } }), 'ConstraintSeeds');
    const rentPayer = world.stranger.publicKey;
    rejects(claimVoteReward({ world, accounts: { rentPayer } }), 'WrongRentPayer');
    rejects(closeDisputeVote({ world, accounts: { rentPayer } }), 'WrongRentPayer');
  });

  it('leaves nothing behind', () => {
    const world = victorious();
    const [first, second, third] = voters(world);
    for (const voter of [first, second]) run(claimVoteReward({ world, voter }));
    run(releaseBonds({ world }));
    rejects(closeDispute({ world }), 'VotesOpen');
    run(closeDisputeVote({ world, voter: third }));
    run(closeDispute({ world }));
    for (const { publicKey } of [first, second, third]) {
      const record = voteAddress(disputeOf(), publicKey, 1);
      expect(world.chain.account(record)?.data.length ?? 0).to.equal(0);
    }
    rejects(executeVerdict({ world }), 'AccountNotInitialized');
  });
});

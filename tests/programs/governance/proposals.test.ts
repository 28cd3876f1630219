import {
  executorAddress,
  governance,
  lockAddress,
  proposalAddress,
  tokenAccountOf,
  voteAddress,
} from '@cyxwiz/protocol';
import { PublicKey, SystemProgram } from '@solana/web3.js';
import { expect } from 'chai';
import {
  cancelProposal,
  closeProposal,
  closeVote,
  createProposal,
  drafted,
  LOCKED,
  locked,
  lockTokens,
  openProposal,
  proposalOf,
  sovereign,
  TIMELOCK,
  takeover,
  unlockTokens,
  VOTE,
  votable,
  voted,
  voteProposal,
  writeProposal,
  written,
} from '../fixtures/votes.ts';
import { World } from '../fixtures/world.ts';
import { read, rejects, run } from '../support/case.ts';
import { doctor } from '../support/doctor.ts';
import { createMint, giveTokens } from '../support/tokens.ts';

const key = () => new World().stranger.publicKey.toBase58();

describe('governance: create_proposal', () => {
  it('keeps the instruction with places for executor and payer', () => {
    const world = drafted();
    const { slots, program, state, proposer, dataLen } = proposalOf(world);
    expect(slots[0]).to.equal('Executor');
    expect(slots.length).to.equal(takeover().keys.length);
    expect([program, state]).to.deep.equal([governance.id.toBase58(), 'Draft']);
    expect([proposer, dataLen]).to.deep.equal([world.owner.publicKey.toBase58(), 8]);
  });

  it('numbers drafts and never gives a number twice', () => {
    const world = drafted();
    rejects(createProposal({ world, number: 2n }), 'WrongProposalNumber');
    rejects(createProposal({ world, number: 0n }), 'Custom 0');
    run(createProposal({ world }));
    expect(proposalOf(world, 1n).number).to.equal(1n);
  });

  it('refuses to call any other program', () => {
    rejects(createProposal({ program: SystemProgram.programId.toBase58() }), 'TargetNotAllowed');
  });

  it('refuses more data or accounts than it can keep', () => {
    const slot = { kind: 'Account', value: { key: key(), writable: true } } as const;
    rejects(createProposal({ dataLen: 2_049 }), 'ProposalTooLarge');
    run(createProposal({ dataLen: 2_048 }));
    rejects(createProposal({ slots: Array.from({ length: 33 }, () => 'Payer') }), 'ProposalTooLarge');
    run(createProposal({ slots: Array.from({ length: 18 }, () => slot) }));
  });

  it('refuses to name the executor but in its place', () => {
    const named = { kind: 'Account', value: { key: executorAddress().toBase58(), writable: true } } as const;
    rejects(createProposal({ slots: [named] }), 'ExecutorNamed');
  });
});

describe('governance: write_proposal', () => {
  it('takes chunks in order and says how far it is', () => {
    const world = new World();
    const bytes = Uint8Array.from(takeover().data);
    run(writeProposal({ world, bytes: bytes.slice(0, 3) }));
    rejects(writeProposal({ world, bytes: bytes.slice(0, 3) }), 'ChunkOutOfOrder');
    rejects(writeProposal({ world, offset: 4, bytes: bytes.slice(4) }), 'ChunkOutOfOrder');
    const { events } = run(writeProposal({ world, offset: 3, bytes: bytes.slice(3) }));
    expect(proposalOf(world).data).to.deep.equal(bytes);
    expect(events[0]?.data).to.deep.equal({ proposal: String(proposalAddress(0n)), written: 8 });
  });

  it('refuses more than the draft said', () => {
    rejects(writeProposal({ bytes: new Uint8Array(9) }), 'ProposalTooLarge');
  });

  it('refuses anyone but the proposer', () => {
    const world = new World();
    rejects(writeProposal({ world, accounts: { proposer: world.stranger.publicKey } }), 'NotProposer');
  });

  it('refuses once the draft is sealed: what is voted on cannot change', () => {
    const world = votable();
    rejects(writeProposal({ world, offset: 8, bytes: new Uint8Array() }), 'ProposalNotDraft');
  });
});

describe('governance: open_proposal', () => {
  it('counts from the supply and the rules of that moment', () => {
    const world = new World();
    giveTokens(world.chain, world.mint, world.client.publicKey, 3n);
    const { events } = run(openProposal({ world }));
    const { openedAt, votingEnds, executableFrom, quorum, state } = proposalOf(world);
    expect([state, openedAt]).to.deep.equal(['Open', world.chain.now()]);
    expect([votingEnds - openedAt, executableFrom - votingEnds]).to.deep.equal([VOTE, TIMELOCK]);
    expect(quorum).to.equal(((LOCKED + 3n) * 5n + 99n) / 100n);
    expect(events.map(({ name }) => name)).to.deep.equal(['ProposalOpened']);
  });

  it('keeps the tokens of its proposer until voting ends', () => {
    const world = votable();
    rejects(unlockTokens({ world }), 'StillLocked');
    world.chain.warp(VOTE - 1n);
    run(unlockTokens({ world }));
  });

  it('asks for a hundredth of the supply', () => {
    const world = written();
    giveTokens(world.chain, world.mint, world.client.publicKey, 99n * LOCKED);
    run(openProposal({ world }));
    const poor = written();
    giveTokens(poor.chain, poor.mint, poor.client.publicKey, 99n * LOCKED + 1n);
    rejects(openProposal({ world: poor }), 'LockTooSmall');
  });

  it('refuses tokens that were locked in the same second', () => {
    const world = written();
    run(lockTokens({ world, amount: 1n }));
    rejects(openProposal({ world }), 'LockedTooLate');
  });

  it('refuses a draft without all its data', () => {
    const world = drafted().skip('written');
    rejects(openProposal({ world }), 'DataIncomplete');
  });

  it('refuses a second time, anyone but the proposer, and another mint', () => {
    const world = votable();
    rejects(openProposal({ world }), 'ProposalNotDraft');
    const other = locked();
    run(lockTokens({ world: other, owner: other.stranger }));
    rejects(openProposal({ world: other, accounts: { proposer: other.stranger.publicKey } }), 'NotProposer');
    const third = new World();
    rejects(openProposal({ world: third, accounts: { mint: createMint(third.chain) } }), 'WrongMint');
  });
});

describe('governance: vote_proposal', () => {
  it('counts every locked token once, on its side', () => {
    const world = locked();
    run(lockTokens({ world, owner: world.client, amount: 7n }));
    world.chain.warp(1);
    run(voteProposal({ world }));
    const { events } = run(voteProposal({ world, owner: world.client, inFavour: false }));
    expect([proposalOf(world).votesFor, proposalOf(world).votesAgainst]).to.deep.equal([LOCKED, 7n]);
    expect(events.map(({ name }) => name)).to.deep.equal(['ProposalVoted']);
    rejects(voteProposal({ world }), 'Custom 0');
    const { weight, ends } = read(
      world.chain,
      governance,
      'VoteRecord',
      voteAddress(proposalAddress(0n), world.client.publicKey),
    );
    expect([weight, ends]).to.deep.equal([7n, proposalOf(world).votingEnds]);
  });

  it('refuses tokens locked after the opening, and any that were added to', () => {
    const world = votable();
    run(lockTokens({ world, owner: world.client }));
    rejects(voteProposal({ world, owner: world.client }), 'LockedTooLate');
    run(lockTokens({ world, amount: 1n }));
    rejects(voteProposal({ world }), 'LockedTooLate');
  });

  it('refuses tokens that went to another wallet meanwhile', () => {
    const world = locked();
    run(lockTokens({ world, owner: world.client, amount: 7n }));
    votable(world);
    run(unlockTokens({ world, owner: world.client, amount: 7n }));
    const ownerToken = tokenAccountOf(world.client.publicKey, world.mint);
    run(lockTokens({ world, owner: world.client, amount: 7n, accounts: { ownerToken } }));
    rejects(voteProposal({ world, owner: world.client }), 'LockedTooLate');
  });

  it('refuses a lock that is another one than the voter has', () => {
    const world = votable();
    rejects(
      voteProposal({ world, owner: world.client, accounts: { lock: lockAddress(world.owner.publicKey) } }),
      'ConstraintSeeds',
    );
  });

  it('ends with the last second', () => {
    const world = votable();
    world.chain.warp(VOTE - 1n);
    run(voteProposal({ world }));
    const late = votable();
    late.chain.warp(VOTE);
    rejects(voteProposal({ world: late }), 'NotVoting');
  });

  it('refuses drafts and cancelled proposals', () => {
    const draft = written().skip('open');
    rejects(voteProposal({ world: draft }), 'NotVoting');
    const world = new World();
    run(cancelProposal({ world }));
    rejects(voteProposal({ world }), 'NotVoting');
  });

  it('refuses to go on from a broken state', () => {
    const world = votable();
    doctor(world.chain, governance, 'Proposal', proposalAddress(0n), { expiresAt: 0n });
    rejects(voteProposal({ world }), 'InvariantViolated');
  });
});

describe('governance: cancel_proposal', () => {
  it('withdraws drafts and open proposals, which then close', () => {
    const world = new World();
    run(cancelProposal({ world }));
    expect(proposalOf(world).state).to.equal('Cancelled');
    run(closeProposal({ world: world.skip('executed') }));
    const draft = written().skip('open');
    run(cancelProposal({ world: draft }));
  });

  it('comes too late when voting is over', () => {
    const world = voted();
    world.chain.warp(VOTE);
    rejects(cancelProposal({ world }), 'NotVoting');
  });

  it('refuses anyone but the proposer', () => {
    const world = new World();
    rejects(cancelProposal({ world, accounts: { proposer: world.stranger.publicKey } }), 'NotProposer');
  });
});

describe('governance: close_proposal and close_vote', () => {
  it('return the rents of what is over', () => {
    const world = sovereign();
    const { chain, payer } = world;
    const vote = voteAddress(proposalAddress(0n), world.owner.publicKey);
    const lamports = (address = payer.publicKey) => chain.account(address)?.lamports ?? 0n;
    const due = lamports() + lamports(proposalAddress(0n)) + lamports(vote);
    run(closeProposal({ world }));
    run(closeVote({ world }));
    expect(lamports()).to.equal(due);
    expect([chain.account(vote), chain.account(proposalAddress(0n))]).to.deep.equal([undefined, undefined]);
  });

  it('close a proposal as soon as it is defeated, and not while it can be executed', () => {
    const world = votable().skip('executed');
    world.chain.warp(VOTE - 1n);
    rejects(closeProposal({ world }), 'ProposalNotOver');
    world.chain.warp(1);
    run(closeProposal({ world }));
    const carried = voted().skip('executed');
    carried.chain.warp(VOTE + TIMELOCK + 14n * 86_400n - 1n);
    rejects(closeProposal({ world: carried }), 'ProposalNotOver');
    carried.chain.warp(1);
    run(closeProposal({ world: carried }));
  });

  it('keep a vote until nobody can vote again', () => {
    const world = voted().skip('executed');
    world.chain.warp(VOTE - 1n);
    rejects(closeVote({ world }), 'StillVoting');
    world.chain.warp(1);
    run(closeVote({ world }));
    rejects(voteProposal({ world }), 'NotVoting');
  });

  it('refuse a draft, and votes in disputes', () => {
    const draft = written().skip('open').skip('executed');
    rejects(closeProposal({ world: draft }), 'ProposalNotOver');
    const world = sovereign();
    const vote = voteAddress(proposalAddress(0n), world.owner.publicKey);
    const other = voteAddress(proposalAddress(0n), world.owner.publicKey, 1);
    const stored = world.chain.account(vote);
    if (!stored) throw new Error('there is no vote');
    world.chain.setAccount(other, stored);
    const bump = voteBump(other, world);
    doctor(world.chain, governance, 'VoteRecord', other, { round: 1, bump });
    rejects(closeVote({ world, accounts: { vote: other } }), 'NotAVoteOnAProposal');
  });

  it('pay rent back to nobody else', () => {
    const world = sovereign();
    const accounts = { rentPayer: world.stranger.publicKey };
    rejects(closeProposal({ world, accounts }), 'WrongRentPayer');
    rejects(closeVote({ world, accounts }), 'WrongRentPayer');
  });
});

function voteBump(address: PublicKey, world: World): number {
  const [found, bump] = PublicKey.findProgramAddressSync(
    [
      governance.constant('VOTE_SEED') as Uint8Array,
      proposalAddress(0n).toBytes(),
      Uint8Array.of(1),
      world.owner.publicKey.toBytes(),
    ],
    governance.id,
  );
  expect(found.equals(address)).to.equal(true);
  return bump;
}

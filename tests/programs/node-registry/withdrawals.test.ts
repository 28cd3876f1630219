import { nodeRegistry, type nodeRegistryTypes, stakeVaultAddress, tokenAccountOf } from '@cyxwiz/protocol';
import { expect } from 'chai';
import {
  addStake,
  beginJob,
  cancelWithdrawal,
  claimWithdrawal,
  cooled,
  endJob,
  failJob,
  leaving,
  loseDispute,
  nodeOf,
  registered,
  requestWithdrawal,
  STAKE,
  unlocked,
} from '../fixtures/node-registry.ts';
import { TOKEN, type World } from '../fixtures/world.ts';
import { read, rejects, run } from '../support/case.ts';
import { START } from '../support/chain.ts';
import { doctor } from '../support/doctor.ts';
import { balance, createMint, giveTokens, mintTo } from '../support/tokens.ts';

const DAY = 86_400n;

function node(world: World): nodeRegistryTypes.Node {
  return read(world.chain, nodeRegistry, 'Node', nodeOf(world));
}

/** What the owner's wallet holds. */
function held(world: World): bigint {
  return balance(world.chain, tokenAccountOf(world.owner.publicKey, world.mint));
}

describe('node-registry: add_stake', () => {
  it('takes tokens and counts them', () => {
    const world = registered();
    giveTokens(world.chain, world.mint, world.owner.publicKey, 9n * TOKEN);
    const before = held(world);
    const { events } = run(addStake({ world, amount: 9n * TOKEN }));
    expect(node(world).stake).to.equal(STAKE + 9n * TOKEN);
    expect(balance(world.chain, stakeVaultAddress(nodeOf(world)))).to.equal(STAKE + 9n * TOKEN);
    expect(held(world)).to.equal(before + STAKE - 9n * TOKEN);
    expect(events.map(({ name }) => name)).to.deep.equal(['StakeAdded']);
  });

  it('opens a higher price band', () => {
    const world = registered();
    rejects(beginJob({ world, price: 201n * TOKEN }), 'StakeBelowBand');
    giveTokens(world.chain, world.mint, world.owner.publicKey, 4_000n * TOKEN);
    run(addStake({ world, amount: 4_000n * TOKEN }));
    run(beginJob({ world, price: 201n * TOKEN }));
  });

  it('refuses nothing', () => rejects(addStake({ amount: 0n }), 'AmountZero'));
  it('refuses more than the owner has', () => rejects(addStake({ amount: STAKE + 1n }), 'InsufficientFunds'));

  it('refuses anyone but the owner, who could keep a node from closing with crumbs', () => {
    const world = registered();
    const { publicKey } = world.stranger;
    const ownerToken = giveTokens(world.chain, world.mint, publicKey, STAKE);
    rejects(addStake({ world, accounts: { owner: publicKey, ownerToken } }), 'NotOwner');
    rejects(addStake({ world, accounts: { ownerToken } }), 'NotOwner');
  });

  it('refuses tokens of another mint', () => {
    const world = registered();
    const mint = createMint(world.chain);
    const ownerToken = giveTokens(world.chain, mint, world.owner.publicKey, STAKE);
    rejects(addStake({ world, accounts: { ownerToken } }), 'WrongMint');
    rejects(addStake({ world, accounts: { ownerToken, mint } }), 'WrongMint');
  });

  it('refuses to add to the stake of a banned node', () => {
    const world = registered();
    doctor(world.chain, nodeRegistry, 'Node', nodeOf(world), { banned: true });
    rejects(addStake({ world }), 'NodeBanned');
  });

  it('refuses to go on when the vault does not cover the stake', () => {
    const world = registered();
    world.chain.audit.suspend();
    doctor(world.chain, nodeRegistry, 'Node', nodeOf(world), { stake: STAKE + 1n });
    rejects(addStake({ world }), 'InvariantViolated');
  });
});

describe('node-registry: request_withdrawal', () => {
  it('starts a cooldown of fourteen days and moves nothing', () => {
    const world = unlocked();
    const { events } = run(requestWithdrawal({ world, amount: 900n * TOKEN }));
    expect([node(world).stake, node(world).withdrawing]).to.deep.equal([STAKE, 900n * TOKEN]);
    expect(node(world).claimableAt).to.equal(START + 44n * DAY);
    expect(balance(world.chain, stakeVaultAddress(nodeOf(world)))).to.equal(STAKE);
    expect(events.map(({ name }) => name)).to.deep.equal(['WithdrawalRequested']);
  });

  it('refuses until the lock is over, to the second', () => {
    const world = registered();
    world.chain.warp(30n * DAY - 1n);
    rejects(requestWithdrawal({ world }), 'StakeLocked');
    world.chain.warp(1n);
    run(requestWithdrawal({ world }));
  });

  it('refuses while a job is in progress, and for seven days from its acceptance', () => {
    const world = unlocked();
    run(beginJob({ world }));
    rejects(requestWithdrawal({ world }), 'JobsActive');
    run(endJob({ world: world.skip('job') }));
    rejects(requestWithdrawal({ world }), 'StakeLocked');
    world.chain.warp(7n * DAY);
    run(requestWithdrawal({ world }));
  });

  it('refuses a second one', () => {
    const world = unlocked();
    run(requestWithdrawal({ world, amount: TOKEN }));
    rejects(requestWithdrawal({ world, amount: TOKEN }), 'WithdrawalPending');
  });

  it('refuses nothing, and more than there is', () => {
    rejects(requestWithdrawal({ amount: 0n }), 'AmountZero');
    rejects(requestWithdrawal({ amount: STAKE + 1n }), 'StakeTooSmall');
    rejects(requestWithdrawal({ amount: 2n ** 64n - 1n }), 'StakeTooSmall');
  });

  it('leaves nothing or the minimum', () => {
    rejects(requestWithdrawal({ amount: STAKE - 50n * TOKEN + 1n }), 'StakeBelowMinimum');
    rejects(requestWithdrawal({ amount: STAKE - 1n }), 'StakeBelowMinimum');
    run(requestWithdrawal({ amount: STAKE - 50n * TOKEN }));
    run(requestWithdrawal({ amount: STAKE }));
  });

  it('counts no gifts to the vault', () => {
    const world = unlocked();
    mintTo(world.chain, world.mint, stakeVaultAddress(nodeOf(world)), TOKEN);
    rejects(requestWithdrawal({ world, amount: STAKE + TOKEN }), 'StakeTooSmall');
  });

  it('refuses anyone but the owner', () => {
    const world = unlocked();
    for (const { publicKey } of [world.stranger, world.operator]) {
      const test = requestWithdrawal({ world, accounts: { owner: publicKey } });
      rejects({ ...test, signers: [world.stranger, world.operator] }, 'NotOwner');
    }
  });

  it('refuses to go on from a broken state', () => {
    const world = unlocked();
    doctor(world.chain, nodeRegistry, 'Node', nodeOf(world), { breaks: 0, uptimeSeconds: 2n ** 40n });
    rejects(requestWithdrawal({ world }), 'InvariantViolated');
  });
});

describe('node-registry: what is being withdrawn', () => {
  it('backs no new job', () => {
    const world = leaving();
    rejects(beginJob({ world, price: 1n }), 'StakeBelowBand');
    const some = unlocked();
    run(requestWithdrawal({ world: some, amount: STAKE - 50n * TOKEN }));
    run(beginJob({ world: some, price: 10n * TOKEN - 1n }));
    rejects(beginJob({ world: some, price: 10n * TOKEN }), 'StakeBelowBand');
  });

  it('is slashed with the rest, which pays first', () => {
    const world = unlocked();
    run(requestWithdrawal({ world, amount: STAKE - 50n * TOKEN }));
    run(beginJob({ world, price: 1n }));
    run(failJob({ world: world.skip('job') }));
    expect([node(world).stake, node(world).withdrawing]).to.deep.equal([900n * TOKEN, 900n * TOKEN]);
    world.chain.warp(14n * DAY);
    const before = held(world);
    run(claimWithdrawal({ world }));
    expect(held(world) - before).to.equal(900n * TOKEN);
  });

  it('cannot be claimed while a job could still cost it, and not after a dispute has', () => {
    const world = unlocked();
    run(requestWithdrawal({ world, amount: STAKE - 50n * TOKEN }));
    run(beginJob({ world, price: 1n }));
    world.chain.warp(14n * DAY);
    rejects(claimWithdrawal({ world }), 'JobsActive');
    run(loseDispute({ world: world.skip('job') }));
    const before = held(world);
    run(claimWithdrawal({ world }));
    expect(held(world) - before).to.equal(STAKE / 2n);
    expect(node(world).stake).to.equal(0n);
  });
});

describe('node-registry: cancel_withdrawal', () => {
  it('puts the stake back to work', () => {
    const world = leaving();
    const { events } = run(cancelWithdrawal({ world }));
    expect([node(world).withdrawing, node(world).claimableAt]).to.deep.equal([0n, 0n]);
    expect(events.map(({ name }) => name)).to.deep.equal(['WithdrawalCancelled']);
    run(beginJob({ world, price: 200n * TOKEN }));
  });

  it('makes the cooldown start anew', () => {
    const world = leaving();
    world.chain.warp(13n * DAY);
    run(cancelWithdrawal({ world }));
    run(requestWithdrawal({ world }));
    world.chain.warp(14n * DAY - 1n);
    rejects(claimWithdrawal({ world }), 'CooldownRunning');
  });

  it('refuses when there is none', () => {
    const world = leaving();
    run(cancelWithdrawal({ world }));
    rejects(cancelWithdrawal({ world }), 'NoWithdrawal');
  });

  it('refuses anyone but the owner', () => {
    const world = leaving();
    rejects(cancelWithdrawal({ world, accounts: { owner: world.stranger.publicKey } }), 'NotOwner');
  });
});

describe('node-registry: claim_withdrawal', () => {
  it('pays the owner, once', () => {
    const world = cooled();
    const before = held(world);
    const { events } = run(claimWithdrawal({ world }));
    expect(held(world) - before).to.equal(STAKE);
    expect([node(world).stake, node(world).withdrawing, node(world).claimableAt]).to.deep.equal([0n, 0n, 0n]);
    expect(balance(world.chain, stakeVaultAddress(nodeOf(world)))).to.equal(0n);
    expect(events.map(({ name }) => name)).to.deep.equal(['WithdrawalClaimed']);
    rejects(claimWithdrawal({ world }), 'NoWithdrawal');
  });

  it('leaves what was not asked for, and gifts', () => {
    const world = unlocked();
    const vault = stakeVaultAddress(nodeOf(world));
    mintTo(world.chain, world.mint, vault, 5n);
    run(requestWithdrawal({ world, amount: 300n * TOKEN }));
    world.chain.warp(14n * DAY);
    run(claimWithdrawal({ world }));
    expect(balance(world.chain, vault)).to.equal(700n * TOKEN + 5n);
    expect(node(world).stake).to.equal(700n * TOKEN);
  });

  it('refuses until the cooldown is over, to the second', () => {
    const world = leaving();
    world.chain.warp(14n * DAY - 1n);
    rejects(claimWithdrawal({ world }), 'CooldownRunning');
    world.chain.warp(1n);
    run(claimWithdrawal({ world }));
  });

  it('refuses when none was requested', () => {
    rejects(claimWithdrawal({ world: unlocked() }), 'NoWithdrawal');
  });

  it('refuses anyone but the owner, and accounts that are not the owner’s', () => {
    const world = cooled();
    const { publicKey } = world.stranger;
    const ownerToken = giveTokens(world.chain, world.mint, publicKey, 0n);
    rejects(claimWithdrawal({ world, accounts: { owner: publicKey, ownerToken } }), 'NotOwner');
    rejects(claimWithdrawal({ world, accounts: { ownerToken } }), 'NotOwner');
  });

  it('refuses another mint', () => {
    const world = cooled();
    const mint = createMint(world.chain);
    const ownerToken = giveTokens(world.chain, mint, world.owner.publicKey, 0n);
    rejects(claimWithdrawal({ world, accounts: { ownerToken } }), 'WrongMint');
    rejects(claimWithdrawal({ world, accounts: { ownerToken, mint } }), 'WrongMint');
  });

  it('works while the node is suspended or banned', () => {
    for (const change of [{ banned: true }, { suspendedUntil: 2n ** 40n }]) {
      const world = cooled();
      doctor(world.chain, nodeRegistry, 'Node', nodeOf(world), change);
      run(claimWithdrawal({ world }));
    }
  });
});

import {
  insuranceAddress,
  nodeRegistry,
  type nodeRegistryTypes,
  registryAddress,
  rewardsAddress,
  stakeVaultAddress,
  tokenAccountOf,
} from '@cyxwiz/protocol';
import { TOKEN_2022_PROGRAM_ID } from '@solana/spl-token';
import { expect } from 'chai';
import {
  addStake,
  beginJob,
  compoundRewards,
  earning,
  failJob,
  insured,
  nodeOf,
  POOL,
  payInsurance,
  registered,
  requestWithdrawal,
  STAKE,
  unlocked,
} from '../fixtures/node-registry.ts';
import { TOKEN, type World } from '../fixtures/world.ts';
import { read, rejects, run } from '../support/case.ts';
import { doctor } from '../support/doctor.ts';
import { balance, createMint, giveTokens, mintTo, supply } from '../support/tokens.ts';

const DAY = 86_400n;
const YEAR = 365n * DAY;

function node(world: World): nodeRegistryTypes.Node {
  return read(world.chain, nodeRegistry, 'Node', nodeOf(world));
}

/** What 5% a year are for so long. */
function earned(stake: bigint, seconds: bigint): bigint {
  return (stake * 500n * seconds) / (10_000n * YEAR);
}

describe('node-registry: compound_rewards', () => {
  it('pays 5% a year into the stake for the time after ninety clean days', () => {
    const world = earning();
    const minted = supply(world.chain, world.mint);
    const { events } = run(compoundRewards({ world }));
    const paid = earned(STAKE, 100n * DAY);
    expect(node(world).stake).to.equal(STAKE + paid);
    expect(balance(world.chain, stakeVaultAddress(nodeOf(world)))).to.equal(STAKE + paid);
    expect(balance(world.chain, rewardsAddress())).to.equal(POOL - paid);
    expect(supply(world.chain, world.mint)).to.equal(minted);
    const registry = read(world.chain, nodeRegistry, 'Registry', registryAddress());
    expect(registry.rewardsPaid).to.equal(paid);
    expect(events.map(({ name }) => name)).to.deep.equal(['RewardsCompounded']);
    rejects(compoundRewards({ world }), 'NothingToCompound');
  });

  it('pays nothing before', () => {
    const world = registered();
    mintTo(world.chain, world.mint, rewardsAddress(), POOL);
    world.chain.warp(90n * DAY);
    rejects(compoundRewards({ world }), 'NothingToCompound');
    world.chain.warp(1n);
    run(compoundRewards({ world }));
    expect(node(world).stake).to.equal(STAKE + earned(STAKE, 1n));
  });

  it('never pays more than the vault holds, and owes the rest', () => {
    const world = registered();
    world.chain.warp(190n * DAY);
    rejects(compoundRewards({ world }), 'NothingToCompound');
    mintTo(world.chain, world.mint, rewardsAddress(), 7n);
    run(compoundRewards({ world }));
    expect(balance(world.chain, rewardsAddress())).to.equal(0n);
    const owed = earned(STAKE, 100n * DAY) - 7n;
    expect([node(world).stake, node(world).rewards]).to.deep.equal([STAKE + 7n, owed]);
    mintTo(world.chain, world.mint, rewardsAddress(), POOL);
    run(compoundRewards({ world }));
    expect(node(world).stake).to.equal(STAKE + 7n + owed);
  });

  it('pays nothing for stake that came a moment ago', () => {
    const world = earning();
    giveTokens(world.chain, world.mint, world.owner.publicKey, 1_000_000n * TOKEN);
    run(addStake({ world, amount: 1_000_000n * TOKEN }));
    run(compoundRewards({ world }));
    expect(node(world).stake).to.equal(STAKE + 1_000_000n * TOKEN + earned(STAKE, 100n * DAY));
  });

  it('pays nothing for stake that is leaving', () => {
    const world = unlocked();
    mintTo(world.chain, world.mint, rewardsAddress(), POOL);
    run(requestWithdrawal({ world, amount: STAKE - 50n * TOKEN }));
    world.chain.warp(160n * DAY);
    run(compoundRewards({ world }));
    expect(node(world).stake).to.equal(STAKE + earned(50n * TOKEN, 100n * DAY));
  });

  it('starts the ninety days anew after a slash, and keeps what was earned', () => {
    const world = earning();
    run(beginJob({ world }));
    run(failJob({ world: world.skip('job') }));
    const stake = STAKE - 100n * TOKEN;
    world.chain.warp(90n * DAY);
    run(compoundRewards({ world }));
    expect(node(world).stake).to.equal(stake + earned(STAKE, 100n * DAY));
    rejects(compoundRewards({ world }), 'NothingToCompound');
  });

  it('pays a banned node nothing for the time of its ban', () => {
    const world = registered();
    mintTo(world.chain, world.mint, rewardsAddress(), POOL);
    doctor(world.chain, nodeRegistry, 'Node', nodeOf(world), { banned: true });
    world.chain.warp(1_000n * DAY);
    rejects(compoundRewards({ world }), 'NothingToCompound');
  });

  it('refuses another mint, and the other token program', () => {
    const world = earning();
    rejects(compoundRewards({ world, accounts: { mint: createMint(world.chain) } }), 'WrongMint');
    const accounts = { tokenProgram: TOKEN_2022_PROGRAM_ID };
    rejects(compoundRewards({ world, accounts }), 'ConstraintMintTokenProgram');
  });

  it('refuses to go on when the vault does not cover the stake', () => {
    const world = earning();
    world.chain.audit.suspend();
    doctor(world.chain, nodeRegistry, 'Node', nodeOf(world), { stake: STAKE + 1n });
    rejects(compoundRewards({ world }), 'InvariantViolated');
  });
});

describe('node-registry: pay_insurance', () => {
  const paidTo = (world: World) => balance(world.chain, tokenAccountOf(world.client.publicKey, world.mint));

  it('pays what slashing set aside, and no more', () => {
    const world = insured();
    const { events } = run(payInsurance({ world, amount: 30n * TOKEN }));
    expect(paidTo(world)).to.equal(30n * TOKEN);
    expect(balance(world.chain, insuranceAddress())).to.equal(50n * TOKEN);
    const registry = read(world.chain, nodeRegistry, 'Registry', registryAddress());
    expect([registry.insured, registry.insurancePaid]).to.deep.equal([80n * TOKEN, 30n * TOKEN]);
    expect(events.map(({ name }) => name)).to.deep.equal(['InsurancePaid']);
    rejects(payInsurance({ world, amount: 50n * TOKEN + 1n }), 'InsuranceTooSmall');
    run(payInsurance({ world, amount: 50n * TOKEN }));
    expect(balance(world.chain, insuranceAddress())).to.equal(0n);
  });

  it('does not touch gifts to the vault', () => {
    const world = insured();
    mintTo(world.chain, world.mint, insuranceAddress(), TOKEN);
    rejects(payInsurance({ world, amount: 80n * TOKEN + 1n }), 'InsuranceTooSmall');
    run(payInsurance({ world, amount: 80n * TOKEN }));
    expect(balance(world.chain, insuranceAddress())).to.equal(TOKEN);
  });

  it('refuses nothing', () => rejects(payInsurance({ amount: 0n }), 'AmountZero'));

  it('refuses anyone but the governance authority', () => {
    const world = insured();
    const accounts = { authority: world.stranger.publicKey };
    rejects(payInsurance({ world, accounts }), 'NotAuthority');
  });

  it('refuses tokens of another mint, and another mint', () => {
    const world = insured();
    const mint = createMint(world.chain);
    const to = giveTokens(world.chain, mint, world.client.publicKey, 0n);
    rejects(payInsurance({ world, accounts: { to } }), 'WrongTokenAccount');
    rejects(payInsurance({ world, accounts: { mint } }), 'WrongMint');
  });

  it('refuses to go on when the vault does not cover what was set aside', () => {
    const world = insured();
    world.chain.audit.suspend();
    doctor(world.chain, nodeRegistry, 'Registry', registryAddress(), { insured: 90n * TOKEN });
    rejects(payInsurance({ world }), 'InvariantViolated');
  });
});

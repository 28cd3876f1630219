import {
  fundAddress,
  governance,
  tokenAccountOf,
  vestingAddress,
  vestingVaultAddress,
} from '@cyxwiz/protocol';
import { expect } from 'chai';
import {
  claimVesting,
  createVesting,
  funded,
  TREASURY,
  VESTING,
  vesting,
  vestingOf,
} from '../fixtures/funds.ts';
import { World } from '../fixtures/world.ts';
import { rejects, run } from '../support/case.ts';
import { doctor } from '../support/doctor.ts';
import { balance, createMint, giveTokens, mintTo } from '../support/tokens.ts';

function held(world: World): bigint {
  return balance(world.chain, tokenAccountOf(world.owner.publicKey, world.mint));
}

describe('governance: create_vesting', () => {
  it('takes the tokens and keeps the terms', () => {
    const world = new World();
    const { events } = run(createVesting({ world }));
    const { total, claimed, cliff, duration } = vestingOf(world);
    expect([total, claimed, cliff, duration]).to.deep.equal([VESTING, 0n, 100n, 1_000n]);
    const vault = vestingVaultAddress(vestingAddress(world.owner.publicKey, 0n));
    expect(balance(world.chain, vault)).to.equal(VESTING);
    expect(events.map(({ name }) => name)).to.deep.equal(['VestingCreated']);
  });

  it('tells vestings of a beneficiary apart, and makes each once', () => {
    const world = vesting();
    rejects(createVesting({ world }), 'Custom 0');
    run(createVesting({ world, nonce: 1n }));
  });

  it('refuses terms that make no sense', () => {
    rejects(createVesting({ total: 0n }), 'ZeroAmount');
    rejects(createVesting({ start: -1n }), 'VestingTermsInvalid');
    rejects(createVesting({ duration: 0n, cliff: 0n }), 'VestingTermsInvalid');
    rejects(createVesting({ cliff: 1_001n }), 'VestingTermsInvalid');
    rejects(createVesting({ start: 2n ** 63n - 1n }), 'VestingTermsInvalid');
  });

  it('refuses tokens of somebody else, and another mint', () => {
    const world = new World();
    const funderToken = giveTokens(world.chain, world.mint, world.stranger.publicKey, VESTING);
    rejects(createVesting({ world, accounts: { funderToken } }), 'WrongTokenAccount');
    rejects(createVesting({ world, accounts: { funder: world.stranger.publicKey } }), 'WrongTokenAccount');
    rejects(createVesting({ world, accounts: { mint: createMint(world.chain) } }), 'WrongMint');
  });
});

describe('governance: claim_vesting', () => {
  it('pays the line after the cliff, each token once', () => {
    const world = vesting();
    world.chain.warp(99);
    rejects(claimVesting({ world }), 'NothingVested');
    world.chain.warp(1);
    run(claimVesting({ world }));
    expect(held(world)).to.equal(VESTING / 10n);
    rejects(claimVesting({ world }), 'NothingVested');
    world.chain.warp(400);
    const { events } = run(claimVesting({ world }));
    expect(held(world)).to.equal(VESTING / 2n);
    expect(events.map(({ name }) => name)).to.deep.equal(['VestingClaimed']);
  });

  it('pays the rest with the last second, gifts too, and returns the rents', () => {
    const world = vesting();
    const { chain, payer, owner, mint } = world;
    const address = vestingAddress(owner.publicKey, 0n);
    const vault = vestingVaultAddress(address);
    mintTo(chain, mint, vault, 7n);
    chain.warp(1_000);
    const lamports = (key = payer.publicKey) => chain.account(key)?.lamports ?? 0n;
    const due = lamports() + lamports(address) + lamports(vault);
    run(claimVesting({ world }));
    expect([held(world), lamports()]).to.deep.equal([VESTING + 7n, due]);
    expect([chain.account(address), chain.account(vault)]).to.deep.equal([undefined, undefined]);
  });

  it('pays one token account when that is the beneficiary', () => {
    const world = funded(new World());
    const treasury = fundAddress(world.mint, TREASURY);
    run(createVesting({ world, beneficiary: treasury.toBase58(), toAccount: true }));
    world.chain.warp(1_000);
    const named = { vesting: vestingAddress(treasury, 0n) };
    const claim = claimVesting({ world: world.skip('vesting'), accounts: named });
    rejects(claim, 'NotBeneficiary');
    // Nobody could ever sign for tokens in an account that belongs to an account.
    const lost = giveTokens(world.chain, world.mint, treasury, 0n);
    rejects(claimVesting({ world, accounts: { ...named, destination: lost } }), 'NotBeneficiary');
    run(claimVesting({ world, accounts: { ...named, destination: treasury } }));
    expect(balance(world.chain, treasury)).to.equal(VESTING);
  });

  it('pays nobody else, whoever asks', () => {
    const world = vesting();
    world.chain.warp(500);
    const destination = giveTokens(world.chain, world.mint, world.stranger.publicKey, 0n);
    rejects(claimVesting({ world, accounts: { destination } }), 'NotBeneficiary');
    rejects(claimVesting({ world, accounts: { rentPayer: world.stranger.publicKey } }), 'WrongRentPayer');
    rejects(claimVesting({ world, accounts: { mint: createMint(world.chain) } }), 'WrongMint');
  });

  it('refuses to go on from a broken state', () => {
    const world = vesting();
    world.chain.warp(500);
    const address = vestingAddress(world.owner.publicKey, 0n);
    doctor(world.chain, governance, 'Vesting', address, { total: VESTING * 2n });
    rejects(claimVesting({ world }), 'InvariantViolated');
  });
});

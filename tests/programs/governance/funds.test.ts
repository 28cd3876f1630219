import {
  configAddress,
  feeVaultAddress,
  fundAddress,
  governance,
  insuranceAddress,
  rewardsAddress,
  tokenAccountOf,
} from '@cyxwiz/protocol';
import { expect } from 'chai';
import { distributeFees, FEES, funded, initFund, LIQUIDITY, spendFund, TREASURY } from '../fixtures/funds.ts';
import { allowMint, disallowMint, mintAllowed } from '../fixtures/governance.ts';
import { TOKEN, World } from '../fixtures/world.ts';
import { read, rejects, run } from '../support/case.ts';
import { balance, createMint, mintTo, supply } from '../support/tokens.ts';

const burned = (world: World) => read(world.chain, governance, 'Config', configAddress()).feesBurned;

describe('governance: init_fund', () => {
  it('makes a fund that Config owns, once', () => {
    const world = new World();
    const { events } = run(initFund({ world }));
    expect(balance(world.chain, fundAddress(world.mint, TREASURY))).to.equal(0n);
    expect(events.map(({ name }) => name)).to.deep.equal(['FundCreated']);
    rejects(initFund({ world }), 'Custom 0');
    run(initFund({ world, kind: LIQUIDITY }));
  });

  it('refuses a third kind, and a mint that was never allowed', () => {
    rejects(initFund({ kind: 2 }), 'UnknownFund');
    const world = mintAllowed();
    rejects(initFund({ world, accounts: { mint: createMint(world.chain) } }), 'AccountNotInitialized');
  });
});

describe('governance: distribute_fees', () => {
  it('splits CYXWIZ 40/30/20/10 to the unit, rounding to the treasury', () => {
    const world = new World();
    const test = distributeFees({ world });
    const before = supply(world.chain, world.mint);
    const { events } = run(test);
    const held = (address: Parameters<typeof balance>[1]) => balance(world.chain, address);
    expect(held(rewardsAddress())).to.equal(4n * TOKEN + 2n);
    expect(held(fundAddress(world.mint, LIQUIDITY))).to.equal(2n * TOKEN + 1n);
    expect(before - supply(world.chain, world.mint)).to.equal(TOKEN);
    expect(held(fundAddress(world.mint, TREASURY))).to.equal(3n * TOKEN + 4n);
    expect(held(feeVaultAddress(world.mint))).to.equal(0n);
    expect(burned(world)).to.equal(TOKEN);
    expect(events.map(({ name }) => name)).to.deep.equal(['FeesDistributed']);
  });

  it('burns nothing of another mint and gives the treasury what is CYXWIZ’s own', () => {
    const world = funded();
    const mint = createMint(world.chain, { decimals: 6 });
    run(allowMint({ world, accounts: { mint } }));
    for (const kind of [TREASURY, LIQUIDITY]) run(initFund({ world, kind, accounts: { mint } }));
    mintTo(world.chain, mint, feeVaultAddress(mint), FEES);
    run(distributeFees({ world, accounts: { mint, rewards: null as never } }));
    expect(supply(world.chain, mint)).to.equal(FEES);
    expect(balance(world.chain, fundAddress(mint, LIQUIDITY))).to.equal(FEES / 5n);
    expect(balance(world.chain, fundAddress(mint, TREASURY))).to.equal(FEES - FEES / 5n);
    expect(burned(world)).to.equal(0n);
  });

  it('goes on for a mint that is no longer allowed', () => {
    const world = funded();
    run(disallowMint({ world }));
    run(distributeFees({ world }));
  });

  it('refuses when there is nothing, and CYXWIZ without the rewards vault', () => {
    const world = new World();
    rejects(distributeFees({ world, accounts: { rewards: null as never } }), 'RewardsVaultMissing');
    const test = distributeFees({ world });
    run(test);
    rejects(test, 'ZeroAmount');
  });

  it('pays no account but the two funds and the rewards vault', () => {
    const world = new World();
    const treasury = insuranceAddress();
    rejects(distributeFees({ world, accounts: { treasury } }), 'ConstraintSeeds');
    rejects(distributeFees({ world, accounts: { liquidity: treasury } }), 'ConstraintSeeds');
    rejects(distributeFees({ world, accounts: { rewards: treasury } }), 'ConstraintAddress');
    rejects(distributeFees({ world, accounts: { mint: createMint(world.chain) } }), 'AccountNotInitialized');
  });
});

describe('governance: spend_fund', () => {
  it('pays what the authority says', () => {
    const world = new World();
    const { events } = run(spendFund({ world, amount: 1n }));
    expect(balance(world.chain, tokenAccountOf(world.client.publicKey, world.mint))).to.equal(1n);
    expect(events.map(({ name }) => name)).to.deep.equal(['FundSpent']);
    run(spendFund({ world, kind: LIQUIDITY }));
  });

  it('refuses a stranger, nothing, and more than there is', () => {
    const world = new World();
    rejects(spendFund({ world, accounts: { authority: world.stranger.publicKey } }), 'NotAuthority');
    rejects(spendFund({ world, amount: 0n }), 'ZeroAmount');
    rejects(spendFund({ world, amount: TOKEN + 1n }), 'Custom 1');
  });

  it('refuses the fee vault in place of a fund, and an account of another mint', () => {
    const world = funded();
    rejects(spendFund({ world, accounts: { fund: feeVaultAddress(world.mint) } }), 'ConstraintSeeds');
    const mint = createMint(world.chain);
    run(allowMint({ world, accounts: { mint } }));
    rejects(spendFund({ world, accounts: { destination: feeVaultAddress(mint) } }), 'ConstraintTokenMint');
  });
});

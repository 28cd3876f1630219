import {
  configAddress,
  insuranceAddress,
  nodeRegistry,
  type nodeRegistryTypes,
  registryAddress,
  stakeVaultAddress,
  tokenAccountOf,
  treasuryAddress,
} from '@cyxwiz/protocol';
import type { PublicKey } from '@solana/web3.js';
import { expect } from 'chai';
import {
  beginJob,
  endJob,
  failJob,
  loseDispute,
  nodeOf,
  registered,
  STAKE,
  treasuryReady,
  working,
} from '../fixtures/node-registry.ts';
import { TOKEN, World } from '../fixtures/world.ts';
import { type Case, read, rejects, run } from '../support/case.ts';
import { START } from '../support/chain.ts';
import { doctor } from '../support/doctor.ts';
import { balance, createMint, giveTokens, mintTo, supply } from '../support/tokens.ts';

const DAY = 86_400n;

function node(world: World): nodeRegistryTypes.Node {
  return read(world.chain, nodeRegistry, 'Node', nodeOf(world));
}

/** The same call signed by a stranger in the place of job-escrow. */
function byStranger(make: (accounts: { escrowAuthority: string }) => Case): Case {
  return make({ escrowAuthority: new World().stranger.publicKey.toBase58() });
}

describe('node-registry: begin_job', () => {
  it('counts the job', () => {
    const world = registered();
    const { events } = run(beginJob({ world }));
    expect([node(world).activeJobs, node(world).jobsAccepted]).to.deep.equal([1, 1]);
    expect(events.map(({ name }) => name)).to.deep.equal(['JobBegun']);
  });

  it('holds the stake seven days for each job at hand, and at least as long as before', () => {
    const world = working();
    expect(node(world).lockedUntil).to.equal(START + 30n * DAY);
    world.chain.warp(20n * DAY);
    run(beginJob({ world }));
    expect(node(world).lockedUntil).to.equal(START + 34n * DAY);
    run(endJob({ world }));
    expect(node(world).lockedUntil).to.equal(START + 34n * DAY);
  });

  it('refuses anyone but job-escrow', () => {
    rejects(
      byStranger((accounts) => beginJob({ accounts })),
      'NotJobEscrow',
    );
  });

  it('asks for more stake at a higher price', () => {
    run(beginJob({ price: 200n * TOKEN }));
    rejects(beginJob({ price: 200n * TOKEN + 1n }), 'StakeBelowBand');
    const world = registered(new World(), { stake: 50n * TOKEN });
    run(beginJob({ world, price: 10n * TOKEN - 1n }));
    rejects(beginJob({ world, price: 10n * TOKEN }), 'StakeBelowBand');
  });

  it('reads prices in tokens, whatever their decimals', () => {
    run(beginJob({ price: 200n, decimals: 0 }));
    rejects(beginJob({ price: 201n, decimals: 0 }), 'StakeBelowBand');
    rejects(beginJob({ decimals: 19 }), 'TooManyDecimals');
  });

  it('refuses a banned node', () => {
    const world = registered();
    doctor(world.chain, nodeRegistry, 'Node', nodeOf(world), { banned: true });
    rejects(beginJob({ world }), 'NodeBanned');
  });

  it('refuses a suspended node until its time is over', () => {
    const world = registered();
    doctor(world.chain, nodeRegistry, 'Node', nodeOf(world), { suspendedUntil: START + 10n });
    world.chain.warp(9);
    rejects(beginJob({ world }), 'NodeSuspended');
    world.chain.warp(1);
    run(beginJob({ world }));
  });

  it('refuses more jobs than it can count', () => {
    const world = registered();
    doctor(world.chain, nodeRegistry, 'Node', nodeOf(world), { activeJobs: 65_535, jobsAccepted: 65_535 });
    rejects(beginJob({ world }), 'TooManyJobs');
  });
});

describe('node-registry: end_job', () => {
  it('lets go and costs nothing', () => {
    const world = working();
    run(endJob({ world }));
    expect([node(world).activeJobs, node(world).stake]).to.deep.equal([0, STAKE]);
  });

  it('refuses without a job', () => {
    const world = working();
    run(endJob({ world }));
    rejects(endJob({ world }), 'NoActiveJob');
  });

  it('refuses anyone but job-escrow', () => {
    rejects(
      byStranger((accounts) => endJob({ accounts })),
      'NotJobEscrow',
    );
  });
});

describe('node-registry: fail_job', () => {
  for (const [price, lost] of [
    [TOKEN, 100n],
    [10n * TOKEN, 150n],
    [50n * TOKEN, 200n],
    [201n * TOKEN, 250n],
  ] as const) {
    it(`takes ${lost} of 1,000 tokens for a job of ${price / TOKEN}: four fifths insured, one burned`, () => {
      const world = working();
      const before = supply(world.chain, world.mint);
      const { events } = run(failJob({ world, price }));
      expect(node(world).stake).to.equal(STAKE - lost * TOKEN);
      expect(balance(world.chain, stakeVaultAddress(nodeOf(world)))).to.equal(STAKE - lost * TOKEN);
      expect(balance(world.chain, insuranceAddress())).to.equal((lost * TOKEN * 4n) / 5n);
      expect(before - supply(world.chain, world.mint)).to.equal((lost * TOKEN) / 5n);
      expect([node(world).activeJobs, node(world).lastSlash]).to.deep.equal([0, START]);
      expect(events.map(({ name }) => name)).to.deep.equal(['NodeSlashed']);
    });
  }

  it('takes a quarter for an audit that did not hold, whatever the price', () => {
    const world = working();
    const { events } = run(failJob({ world, price: 1n, decimals: 19, fault: 'Audit' }));
    expect(node(world).stake).to.equal((STAKE * 3n) / 4n);
    expect(events.map(({ data }) => (data as { fault: unknown }).fault)).to.deep.equal(['Audit']);
  });

  it('does not touch gifts to the vault', () => {
    const world = working();
    const vault = stakeVaultAddress(nodeOf(world));
    mintTo(world.chain, world.mint, vault, 5n);
    run(failJob({ world }));
    expect(balance(world.chain, vault) - node(world).stake).to.equal(5n);
  });

  it('suspends for the third failure in seven days, and slashes again', () => {
    const world = working();
    run(failJob({ world }));
    for (const wait of [3n * DAY, 3n * DAY]) {
      world.chain.warp(wait);
      run(beginJob({ world }));
      run(failJob({ world }));
    }
    // 1,000 · 0.9³ = 729, less 30% of it.
    expect(node(world).stake).to.equal(510_300_000_000n);
    expect(node(world).suspendedUntil).to.equal(START + 36n * DAY);
    rejects(beginJob({ world }), 'NodeSuspended');
    const registry = read(world.chain, nodeRegistry, 'Registry', registryAddress());
    expect(registry.insured + registry.burned).to.equal(STAKE - 510_300_000_000n);
  });

  it('does not suspend for failures a week apart', () => {
    const world = working();
    run(failJob({ world }));
    for (let failure = 1; failure < 4; failure += 1) {
      world.chain.warp((7n * DAY) / 2n);
      run(beginJob({ world }));
      run(failJob({ world }));
    }
    expect(node(world).suspendedUntil).to.equal(0n);
  });

  it('refuses without a job', () => {
    const world = working();
    run(endJob({ world }));
    rejects(failJob({ world }), 'NoActiveJob');
  });

  it('refuses anyone but job-escrow', () => {
    rejects(
      byStranger((accounts) => failJob({ accounts })),
      'NotJobEscrow',
    );
  });

  it('refuses another mint', () => {
    const world = working();
    rejects(failJob({ world, accounts: { cyxwizMint: createMint(world.chain) } }), 'WrongMint');
  });

  it("refuses another node's vault", () => {
    const world = working();
    const stakeVault = giveTokens(world.chain, world.mint, nodeOf(world), STAKE);
    rejects(failJob({ world, accounts: { stakeVault } }), 'ConstraintSeeds');
  });

  it('refuses to go on when the vault no longer covers the stake', () => {
    const world = working();
    world.chain.audit.suspend();
    doctor(world.chain, nodeRegistry, 'Node', nodeOf(world), { stake: STAKE * 2n });
    rejects(failJob({ world }), 'InvariantViolated');
  });
});

describe('node-registry: lose_dispute', () => {
  const treasury = (world: World) => balance(world.chain, treasuryAddress(world.mint));
  const tokens = (world: World, owner: PublicKey) => balance(world.chain, tokenAccountOf(owner, world.mint));

  it('takes half the stake, half of it to the client, half to the treasury, and bans the node', () => {
    const world = working();
    const minted = supply(world.chain, world.mint);
    const { events } = run(loseDispute({ world }));
    expect([node(world).stake, node(world).activeJobs]).to.deep.equal([STAKE / 2n, 0]);
    expect([node(world).banned, node(world).lastSlash]).to.deep.equal([true, START]);
    expect(tokens(world, world.client.publicKey)).to.equal(STAKE / 4n);
    expect(treasury(world)).to.equal(STAKE / 4n);
    expect(supply(world.chain, world.mint)).to.equal(minted);
    expect(read(world.chain, nodeRegistry, 'Registry', registryAddress()).disputed).to.equal(STAKE / 2n);
    expect(events.map(({ name }) => name)).to.deep.equal(['NodeLostDispute']);
    rejects(beginJob({ world }), 'NodeBanned');
  });

  it('divides an odd stake to the unit', () => {
    const world = registered(new World(), { stake: 50n * TOKEN + 7n });
    run(loseDispute({ world }));
    expect(node(world).stake).to.equal(25n * TOKEN + 4n);
    expect(tokens(world, world.client.publicKey)).to.equal((25n * TOKEN + 3n) / 2n);
    expect(treasury(world) + tokens(world, world.client.publicKey)).to.equal(25n * TOKEN + 3n);
  });

  it('leaves its other jobs to be ended, and slashes again for a second dispute', () => {
    const world = working();
    run(beginJob({ world }));
    run(loseDispute({ world }));
    expect(node(world).activeJobs).to.equal(1);
    run(loseDispute({ world }));
    expect([node(world).stake, node(world).activeJobs]).to.deep.equal([STAKE / 4n, 0]);
  });

  it('does not touch gifts to the vault', () => {
    const world = working();
    const vault = stakeVaultAddress(nodeOf(world));
    mintTo(world.chain, world.mint, vault, 5n);
    run(loseDispute({ world }));
    expect(balance(world.chain, vault)).to.equal(STAKE / 2n + 5n);
  });

  it('refuses without a job', () => {
    const world = working();
    run(endJob({ world }));
    rejects(loseDispute({ world }), 'NoActiveJob');
  });

  it('refuses anyone but job-escrow', () => {
    rejects(
      byStranger((accounts) => loseDispute({ accounts })),
      'NotJobEscrow',
    );
  });

  it('refuses tokens of another mint, and another mint', () => {
    const world = working();
    const other = createMint(world.chain);
    const clientToken = giveTokens(world.chain, other, world.client.publicKey, 0n);
    rejects(loseDispute({ world, accounts: { clientToken } }), 'WrongTokenAccount');
    const accounts = { cyxwizMint: other, treasury: treasuryReady(world, other) };
    rejects(loseDispute({ world, accounts }), 'WrongMint');
  });

  it("refuses another account of governance's in the treasury's place", () => {
    const world = working();
    const treasury = giveTokens(world.chain, world.mint, configAddress(), 0n);
    rejects(loseDispute({ world, accounts: { treasury } }), 'ConstraintSeeds');
  });

  it('refuses to go on when the vault no longer covers the stake', () => {
    const world = working();
    world.chain.audit.suspend();
    doctor(world.chain, nodeRegistry, 'Node', nodeOf(world), { stake: STAKE + 1n });
    rejects(loseDispute({ world }), 'InvariantViolated');
  });
});

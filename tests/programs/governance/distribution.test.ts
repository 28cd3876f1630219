import {
  ALLOCATIONS,
  allocationOf,
  claimVesting,
  createTokenAccount,
  finalTransfers,
  fundAddress,
  INITIAL_SUPPLY,
  rewardsAddress,
  tokenAccountOf,
  vestingSteps,
} from '@cyxwiz/protocol';
import { createMintToInstruction } from '@solana/spl-token';
import { expect } from 'chai';
import { funded, LIQUIDITY, TREASURY } from '../fixtures/funds.ts';
import { registryReady } from '../fixtures/node-registry.ts';
import type { World } from '../fixtures/world.ts';
import { balance, giveTokens, supply } from '../support/tokens.ts';

const YEAR = 31_536_000n;

/** A world whose whole supply was distributed: its mint's authority, the fee payer, had it all. */
function distributed(): World {
  const world = registryReady(funded());
  const { chain, mint, owner } = world;
  const funder = chain.feePayer.publicKey;
  giveTokens(chain, mint, funder, INITIAL_SUPPLY);
  const terms = { mint, funder, development: owner.publicKey, start: chain.now() };
  for (const { instruction } of vestingSteps(terms)) chain.send([instruction]);
  chain.send(finalTransfers(terms));
  return world;
}

/** Claims what the vesting with this name has paid for by now. */
function claim(world: World, name: string, destination = tokenAccountOf(world.owner.publicKey, world.mint)) {
  const { chain, mint, owner } = world;
  const funder = chain.feePayer.publicKey;
  const steps = vestingSteps({ mint, funder, development: owner.publicKey, start: 0n });
  const step = steps.find((candidate) => candidate.name === name);
  if (!step) throw new Error(`nothing vests for ${name}`);
  chain.send([claimVesting({ mint, vesting: step.vesting, destination, rentPayer: funder })]);
}

describe('governance: the distribution of CYXWIZ', () => {
  it('gives everything away: 30, 25, 20, 15 and 10 percent', () => {
    const names = Object.keys(ALLOCATIONS) as (keyof typeof ALLOCATIONS)[];
    expect(names.reduce((sum, name) => sum + allocationOf(name), 0n)).to.equal(INITIAL_SUPPLY);
    const { chain, mint } = distributed();
    expect(supply(chain, mint)).to.equal(INITIAL_SUPPLY);
    expect(balance(chain, tokenAccountOf(chain.feePayer.publicKey, mint))).to.equal(0n);
    expect(balance(chain, fundAddress(mint, TREASURY))).to.equal(allocationOf('ecosystem'));
    expect(balance(chain, fundAddress(mint, LIQUIDITY))).to.equal(allocationOf('liquidity'));
  });

  it('ends minting', () => {
    const { chain, mint } = distributed();
    const to = tokenAccountOf(chain.feePayer.publicKey, mint);
    const more = createMintToInstruction(mint, to, chain.feePayer.publicKey, 1n);
    expect(() => chain.send([more])).to.throw('Custom 5');
  });

  it('pays treasury, rewards and developers over five, three and four years', () => {
    const world = distributed();
    const { chain, mint, owner } = world;
    const treasury = fundAddress(mint, TREASURY);
    chain.warp(YEAR);
    claim(world, 'community', treasury);
    expect(balance(chain, treasury)).to.equal(allocationOf('ecosystem') + allocationOf('community') / 5n);
    claim(world, 'operators', rewardsAddress());
    expect(balance(chain, rewardsAddress())).to.equal(allocationOf('operators') / 3n);
    chain.send([createTokenAccount({ payer: chain.feePayer.publicKey, owner: owner.publicKey, mint })]);
    chain.warp(3n * YEAR);
    claim(world, 'development');
    expect(balance(chain, tokenAccountOf(owner.publicKey, mint))).to.equal(allocationOf('development'));
  });
});

import { governance, lockAddress, lockVaultAddress, tokenAccountOf } from '@cyxwiz/protocol';
import { expect } from 'chai';
import { LOCKED, locked, lockTokens, unlockTokens, VOTE, voted } from '../fixtures/votes.ts';
import { World } from '../fixtures/world.ts';
import { read, rejects, run } from '../support/case.ts';
import { START } from '../support/chain.ts';
import { doctor } from '../support/doctor.ts';
import { balance, createMint, giveTokens, mintTo } from '../support/tokens.ts';

function lockOf(world: World) {
  return read(world.chain, governance, 'TokenLock', lockAddress(world.owner.publicKey));
}

describe('governance: lock_tokens', () => {
  it('takes the tokens and remembers since when', () => {
    const world = new World();
    const { events } = run(lockTokens({ world }));
    const { amount, since, lockedUntil, rentPayer } = lockOf(world);
    expect([amount, since, lockedUntil]).to.deep.equal([LOCKED, START, 0n]);
    expect(rentPayer).to.equal(world.payer.publicKey.toBase58());
    expect(balance(world.chain, lockVaultAddress(world.owner.publicKey))).to.equal(LOCKED);
    expect(events.map(({ name }) => name)).to.deep.equal(['TokensLocked']);
  });

  it('adds to a lock, all of which is then as young as the addition', () => {
    const world = locked();
    run(lockTokens({ world, amount: 1n }));
    expect([lockOf(world).amount, lockOf(world).since]).to.deep.equal([LOCKED + 1n, START + 1n]);
  });

  it('keeps whoever paid for the accounts when another adds', () => {
    const world = locked();
    run(lockTokens({ world, accounts: { payer: world.stranger.publicKey } }));
    expect(lockOf(world).rentPayer).to.equal(world.payer.publicKey.toBase58());
  });

  it('refuses nothing, more than there is, and tokens of somebody else', () => {
    rejects(lockTokens({ amount: 0n }), 'ZeroAmount');
    const world = new World();
    const once = lockTokens({ world, amount: 5n });
    run(once);
    rejects(once, 'Custom 1');
    const ownerToken = giveTokens(world.chain, world.mint, world.client.publicKey, LOCKED);
    rejects(lockTokens({ world, accounts: { ownerToken } }), 'WrongTokenAccount');
  });

  it('refuses another mint', () => {
    const world = new World();
    const mint = createMint(world.chain);
    const ownerToken = giveTokens(world.chain, mint, world.owner.publicKey, LOCKED);
    rejects(lockTokens({ world, accounts: { mint } }), 'WrongMint');
    rejects(lockTokens({ world, accounts: { ownerToken } }), 'ConstraintTokenMint');
  });

  it('refuses to go on from a vault that does not cover the lock', () => {
    const world = locked();
    doctor(world.chain, governance, 'TokenLock', lockAddress(world.owner.publicKey), { amount: LOCKED + 1n });
    rejects(lockTokens({ world }), 'InvariantViolated');
  });
});

describe('governance: unlock_tokens', () => {
  it('returns part, and with the last token the rents and whatever was given', () => {
    const world = locked();
    const { chain, owner, payer } = world;
    run(unlockTokens({ world, amount: 1n }));
    expect(lockOf(world).amount).to.equal(LOCKED - 1n);
    mintTo(chain, world.mint, lockVaultAddress(owner.publicKey), 7n);
    const before = chain.account(payer.publicKey)?.lamports ?? 0n;
    const rents =
      (chain.account(lockAddress(owner.publicKey))?.lamports ?? 0n) +
      (chain.account(lockVaultAddress(owner.publicKey))?.lamports ?? 0n);
    run(unlockTokens({ world, amount: LOCKED - 1n }));
    expect(chain.account(lockAddress(owner.publicKey))?.data.length ?? 0).to.equal(0);
    expect(chain.account(payer.publicKey)?.lamports).to.equal(before + rents);
    expect(balance(chain, tokenAccountOf(owner.publicKey, world.mint))).to.equal(LOCKED + 7n);
  });

  it('can be locked again, as young as a new one', () => {
    const world = new World();
    run(unlockTokens({ world }));
    world.chain.warp(10);
    run(lockTokens({ world }));
    expect([lockOf(world).amount, lockOf(world).since]).to.deep.equal([LOCKED, world.chain.now()]);
  });

  it('refuses nothing and more than is locked', () => {
    rejects(unlockTokens({ amount: 0n }), 'ZeroAmount');
    rejects(unlockTokens({ amount: LOCKED + 1n }), 'LockTooSmall');
  });

  it('waits for the end of the vote that the tokens were cast in', () => {
    const world = voted();
    world.chain.warp(VOTE - 2n);
    rejects(unlockTokens({ world, amount: 1n }), 'StillLocked');
    run(unlockTokens({ world, amount: 1n }));
  });

  it('refuses somebody else, and rent for somebody else', () => {
    const world = locked();
    rejects(
      unlockTokens({ world, owner: world.client, accounts: { lock: lockAddress(world.owner.publicKey) } }),
      'ConstraintSeeds',
    );
    rejects(unlockTokens({ world, accounts: { rentPayer: world.stranger.publicKey } }), 'WrongRentPayer');
  });

  it('refuses another mint', () => {
    const world = locked();
    rejects(unlockTokens({ world, accounts: { mint: createMint(world.chain) } }), 'WrongMint');
  });
});

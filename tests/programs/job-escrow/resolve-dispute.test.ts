import {
  clientRecordAddress,
  jobEscrow,
  reputation,
  scorePageAddress,
  stakeVaultAddress,
  treasuryAddress,
} from '@cyxwiz/protocol';
import { PublicKey } from '@solana/web3.js';
import { expect } from 'chai';
import { cyxwizOf, MANY, readDispute, warpTo } from '../fixtures/disputes.ts';
import { disallowMint, setPause } from '../fixtures/governance.ts';
import {
  decided,
  disputed,
  disputedByNode,
  disputeOfJob,
  half,
  resolveDispute,
  resolved,
} from '../fixtures/job-escrow/disputes.ts';
import { eventOf } from '../fixtures/job-escrow/event.ts';
import { holdings, jobOf, readJob, vaultOf } from '../fixtures/job-escrow/job.ts';
import { makeRentPayerProgram, readNode, setJob, setNode } from '../fixtures/job-escrow/state.ts';
import { PRICE, proven, running } from '../fixtures/job-escrow.ts';
import { nodeOf, STAKE } from '../fixtures/node-registry.ts';
import { applyOutcomes } from '../fixtures/reputation.ts';
import type { World } from '../fixtures/world.ts';
import { read, rejects, run } from '../support/case.ts';
import { balance, createMint, giveTokens, mintTo, supply } from '../support/tokens.ts';

/** What is proven of half a job. */
const EARNED = PRICE / 2n;

function record(world: World) {
  return read(world.chain, jobEscrow, 'Client', clientRecordAddress(world.client.publicKey));
}

function score(world: World) {
  run(applyOutcomes({ world: world.skip('outcome') }));
  return read(world.chain, reputation, 'ScorePage', scorePageAddress(0)).nodes[0];
}

/** What everybody gained since `before`. */
function gains(world: World, before: ReturnType<typeof holdings>) {
  const after = holdings(world);
  return {
    client: after.client - before.client,
    owner: after.owner - before.owner,
    fees: after.fees - before.fees,
  };
}

describe('job-escrow: resolve_dispute', () => {
  describe('for the client', () => {
    it('gives back all that is left, proven or not, and half of the slash', () => {
      const world = decided(disputed(half()), MANY, 0n);
      const before = holdings(world);
      const minted = supply(world.chain, world.mint);
      const sent = run(resolveDispute({ world }));
      const share = STAKE / 4n;
      expect(gains(world, before)).to.deep.equal({ client: PRICE + share, owner: 0n, fees: 0n });
      expect(balance(world.chain, treasuryAddress(world.mint))).to.equal(share);
      expect(balance(world.chain, stakeVaultAddress(nodeOf(world)))).to.equal(STAKE / 2n);
      expect(supply(world.chain, world.mint)).to.equal(minted);
      expect(readJob(world)).to.include({ state: 'Resolved', refunded: PRICE, paidNode: 0n });
      expect(eventOf(sent, 'JobEnded').state).to.equal('Resolved');
    });

    it('bans the node and lets it go', () => {
      const world = resolved(decided(disputed(), MANY, 0n));
      expect(readNode(world)).to.include({ banned: true, activeJobs: 0, stake: STAKE / 2n });
      expect(record(world).disputesLost).to.equal(0);
      expect(readDispute(world, jobOf(world)).verdict).to.equal('ForClient');
    });

    it('costs a node that is banned already, or has no stake, no more than it has', () => {
      const banned = decided(disputed(), MANY, 0n);
      setNode(banned, { banned: true });
      run(resolveDispute({ world: banned }));
      expect(readNode(banned).stake).to.equal(STAKE / 2n);
      const broke = decided(disputed(), MANY, 0n);
      setNode(broke, { stake: 0n });
      run(resolveDispute({ world: broke }));
      expect(readJob(broke).refunded).to.equal(PRICE);
    });

    it('pays to any account of the client and to nobody else', () => {
      const world = decided(disputed(), MANY, 0n);
      const stranger = cyxwizOf(world, world.stranger);
      rejects(resolveDispute({ world, accounts: { clientToken: stranger } }), 'WrongTokenAccount');
      rejects(resolveDispute({ world, accounts: { clientStakeToken: stranger } }), 'WrongTokenAccount');
      rejects(resolveDispute({ world, accounts: { treasury: stranger } }), 'ConstraintSeeds');
      const mint = createMint(world.chain);
      const clientStakeToken = giveTokens(world.chain, mint, world.client.publicKey, 1n);
      rejects(resolveDispute({ world, accounts: { clientStakeToken } }), 'WrongTokenAccount');
    });

    it('asks for the accounts of the slash', () => {
      const world = decided(disputed(), MANY, 0n);
      for (const name of [
        'config',
        'registry',
        'stakeVault',
        'cyxwizMint',
        'cyxwizTokenProgram',
        'clientStakeToken',
        'treasury',
      ]) {
        rejects(resolveDispute({ world, accounts: { [name]: null } }), 'NodeAccountsMissing');
      }
      run(resolveDispute({ world, accounts: { insurance: null } }));
    });
  });

  describe('for the node', () => {
    it('pays it as if the job had settled', () => {
      const world = decided(disputed(half()), 0n, MANY);
      const before = holdings(world);
      run(resolveDispute({ world }));
      const fees = PRICE / 10n;
      expect(gains(world, before)).to.deep.equal({ client: 0n, owner: PRICE - fees, fees });
      expect(readNode(world)).to.include({ banned: false, activeJobs: 0, stake: STAKE });
      expect(readDispute(world, jobOf(world)).verdict).to.equal('ForNode');
    });

    it("counts in the client's record", () => {
      const world = resolved(decided(disputed(), 0n, MANY));
      expect(record(world).disputesLost).to.equal(1);
    });

    it('needs no account of a slash', () => {
      const world = decided(disputed(), 0n, MANY);
      const none = {
        config: null,
        registry: null,
        stakeVault: null,
        cyxwizMint: null,
        cyxwizTokenProgram: null,
        insurance: null,
        clientStakeToken: null,
        treasury: null,
      };
      run(resolveDispute({ world, accounts: none }));
    });
  });

  describe('without a quorum', () => {
    it('pays what is proven and gives back the rest: nothing burned, no cancellation fee', () => {
      const world = decided(disputed(half()));
      const before = holdings(world);
      const minted = supply(world.chain, world.mint);
      run(resolveDispute({ world }));
      const fees = EARNED / 10n;
      expect(gains(world, before)).to.deep.equal({
        client: PRICE - EARNED,
        owner: EARNED - fees,
        fees,
      });
      expect(supply(world.chain, world.mint)).to.equal(minted);
      expect(readNode(world)).to.include({ banned: false, activeJobs: 0, stake: STAKE });
      expect(record(world)).to.include({ disputesLost: 0, jobsCancelled: 0n });
    });

    it('pays proven work in full', () => {
      const world = decided(disputed(proven()));
      const before = holdings(world);
      run(resolveDispute({ world }));
      const fees = PRICE / 10n;
      expect(gains(world, before)).to.deep.equal({ client: 0n, owner: PRICE - fees, fees });
    });

    it('slashes a node that opened the dispute with work undone, as its deadline would have', () => {
      const world = decided(disputedByNode(half()));
      const before = holdings(world);
      run(resolveDispute({ world }));
      const fees = EARNED / 10n;
      expect(gains(world, before)).to.deep.equal({
        client: PRICE - EARNED,
        owner: EARNED - fees,
        fees,
      });
      expect(readNode(world)).to.include({ banned: false, activeJobs: 0, stake: (STAKE * 9n) / 10n });
      expect(score(world)?.timedOut ?? 0).to.equal(1);
    });

    it('does not slash a node that opened it over finished work', () => {
      const world = resolved(decided(disputedByNode(proven())));
      expect(readNode(world)).to.include({ activeJobs: 0, stake: STAKE });
    });
  });

  it('waits for the verdict to be final', () => {
    const world = disputed();
    const { appealEnds } = readDispute(world, jobOf(world));
    warpTo(world, appealEnds);
    rejects(resolveDispute({ world }), 'VerdictNotFinal');
    warpTo(world, appealEnds + 1n);
    run(resolveDispute({ world }));
  });

  it('runs once', () => {
    const world = resolved();
    rejects(resolveDispute({ world }), 'AccountNotInitialized');
  });

  it('refuses jobs that are not disputed', () => {
    rejects(resolveDispute({ world: running() }), 'AccountNotInitialized');
    const undisputed = decided();
    setJob(undisputed, { state: 'Running' });
    rejects(resolveDispute({ world: undisputed }), 'JobNotDisputed');
    const world = decided();
    const other = decided();
    const dispute = other.chain.account(disputeOfJob(other));
    if (!dispute) throw new Error('there is no dispute');
    const copy = new PublicKey(new Uint8Array(32).fill(77));
    world.chain.setAccount(copy, dispute);
    rejects(resolveDispute({ world, accounts: { dispute: copy } }), 'WrongDispute');
  });

  it('goes on through a pause and with a mint that is no longer allowed', () => {
    const world = decided(disputed(), MANY, 0n);
    run(setPause({ world, until: world.chain.now() + 1_000n }));
    run(disallowMint({ world: world.skip('mint') }));
    run(resolveDispute({ world }));
  });

  it('sweeps gifts to the client', () => {
    const world = decided(disputed(), 0n, MANY);
    mintTo(world.chain, world.mint, vaultOf(world), 5n);
    const before = holdings(world);
    run(resolveDispute({ world }));
    expect(gains(world, before).client).to.equal(5n);
  });

  it('pays out even when the rent payer has become a program', () => {
    const world = decided();
    makeRentPayerProgram(world);
    run(resolveDispute({ world }));
    expect(readJob(world).state).to.equal('Resolved');
  });
});

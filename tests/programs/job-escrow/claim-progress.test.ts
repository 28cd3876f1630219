import { TOKEN_2022_PROGRAM_ID } from '@solana/spl-token';
import type { PublicKey } from '@solana/web3.js';
import { expect } from 'chai';
import { eventOf } from '../fixtures/job-escrow/event.ts';
import { holdings, readJob, tokenOf, vaultOf } from '../fixtures/job-escrow/job.ts';
import { donate, moveTokens, setJob } from '../fixtures/job-escrow/state.ts';
import {
  AT_ONCE,
  anchorProgress,
  CHECKPOINTS,
  cancel,
  claimProgress,
  cleared,
  halfway,
  late,
  OBJECTION_WINDOW,
  PRICE,
  proveCheckpoints,
  running,
  settle,
  timeoutRefund,
} from '../fixtures/job-escrow.ts';
import type { World } from '../fixtures/world.ts';
import { rejects, run } from '../support/case.ts';
import { forgedProof } from '../support/forged-proofs.ts';
import { createMint } from '../support/tokens.ts';

/** What eight of twenty checkpoints earn, and the fee of that. */
const EARNED = (PRICE * BigInt(AT_ONCE)) / BigInt(CHECKPOINTS);
const FEE = EARNED / 10n;

/** Proves the next anchor. */
function prove(world: World, checkpoints: number): void {
  run(anchorProgress({ world, checkpoints }));
  run(proveCheckpoints({ world: world.skip('anchored'), proof: forgedProof(readJob(world)) }));
}

/** Where the whole price went, as the job says, once it has ended. */
function whereItWent(world: World): bigint {
  const { paidNode, paidFee, refunded, burned } = readJob(world);
  return paidNode + paidFee + refunded + burned;
}

describe('job-escrow: claim_progress', () => {
  it('pays what is proven before the job ends, less the fee, to the unit', () => {
    const world = cleared();
    const before = holdings(world);
    const paid = eventOf(run(claimProgress({ world })), 'MilestonePaid');
    const after = holdings(world);
    expect([after.owner - before.owner, after.fees - before.fees]).to.deep.equal([EARNED - FEE, FEE]);
    expect([after.vault, after.client]).to.deep.equal([PRICE - EARNED, before.client]);
    expect(paid.payout).to.deep.equal({ toNode: EARNED - FEE, fee: FEE, toClient: 0n, burned: 0n });
    expect(paid).to.deep.include({ checkpoints: AT_ONCE, left: PRICE - EARNED });
    expect(paid.before).to.include({ vault: PRICE, node: before.owner, feeVault: before.fees });
    expect(readJob(world)).to.include({ state: 'Running', claimed: EARNED, paidNode: EARNED - FEE });
  });

  it('waits for the last second of the objection window', () => {
    const world = cleared();
    world.chain.warp(-1);
    rejects(claimProgress({ world }), 'NothingToClaim');
    world.chain.warp(1);
    run(claimProgress({ world }));
  });

  it('pays nothing twice', () => {
    const world = cleared();
    run(claimProgress({ world }));
    rejects(claimProgress({ world }), 'NothingToClaim');
    world.chain.warp(300);
    rejects(claimProgress({ world }), 'NothingToClaim');
  });

  it('pays nothing for checkpoints that are anchored but not proven', () => {
    const world = running();
    world.chain.warp(OBJECTION_WINDOW + 1);
    run(anchorProgress({ world }));
    world.chain.warp(OBJECTION_WINDOW + 1);
    rejects(claimProgress({ world }), 'NothingToClaim');
  });

  it('is not held up by a node that goes on proving', () => {
    const world = halfway();
    world.chain.warp(400);
    prove(world, 10);
    world.chain.warp(201);
    run(claimProgress({ world }));
    expect(readJob(world)).to.include({ clearedCheckpoints: AT_ONCE, provenCheckpoints: 10 });
    world.chain.warp(400);
    run(claimProgress({ world }));
    expect(readJob(world)).to.include({ claimed: PRICE / 2n });
  });

  it('leaves the same for everybody as one payment at the end', () => {
    const world = cleared();
    run(claimProgress({ world }));
    prove(world, CHECKPOINTS);
    world.chain.warp(OBJECTION_WINDOW + 1);
    const ended = eventOf(run(settle({ world })), 'JobEnded');
    expect(readJob(world)).to.include({
      state: 'Settled',
      paidNode: PRICE - PRICE / 10n,
      paidFee: PRICE / 10n,
      refunded: 0n,
    });
    expect(ended.paidBefore).to.deep.equal({ toNode: EARNED - FEE, fee: FEE, toClient: 0n, burned: 0n });
    expect(whereItWent(world)).to.equal(PRICE);
  });

  it('may pay all of a finished job, and leaves its end to settle', () => {
    const world = cleared();
    prove(world, CHECKPOINTS);
    world.chain.warp(OBJECTION_WINDOW + 1);
    run(claimProgress({ world }));
    expect(holdings(world).vault).to.equal(0n);
    run(settle({ world }));
    expect(whereItWent(world)).to.equal(PRICE);
  });

  it('leaves the rest to the client that cancels', () => {
    const world = cleared();
    run(claimProgress({ world }));
    const before = holdings(world);
    run(cancel({ world }));
    const after = holdings(world);
    const unearned = PRICE - EARNED;
    expect(after.owner - before.owner).to.equal(unearned / 10n);
    expect(after.client - before.client).to.equal(unearned - unearned / 10n);
    expect(whereItWent(world)).to.equal(PRICE);
  });

  it('leaves the rest to the refund of a job that failed', () => {
    const world = cleared();
    run(claimProgress({ world }));
    const ended = eventOf(run(timeoutRefund({ world: late(world) })), 'JobEnded');
    const unearned = PRICE - EARNED;
    expect(ended.payout).to.deep.equal({
      toNode: 0n,
      fee: 0n,
      toClient: unearned - unearned / 20n,
      burned: unearned / 20n,
    });
    const all = { ...ended.payout, toNode: ended.paidBefore.toNode, fee: ended.paidBefore.fee };
    expect(all.toNode + all.fee + all.toClient + all.burned).to.equal(ended.price);
  });

  it('touches no donation', () => {
    const world = cleared();
    donate(world, 999n);
    run(claimProgress({ world }));
    expect(holdings(world).vault).to.equal(PRICE - EARNED + 999n);
  });

  it('refuses a job that has ended, or is disputed, or waits for a node', () => {
    const world = cleared();
    for (const state of ['Settled', 'Disputed', 'Funded'] as const) {
      setJob(world, { state });
      rejects(claimProgress({ world }), 'JobNotRunning');
    }
  });

  it('pays no exact job in parts', () => {
    const world = cleared();
    setJob(world, { tier: 'Exact' });
    rejects(claimProgress({ world }), 'NotPaidInParts');
  });

  it('refuses a vault that is short of the rest', () => {
    const world = cleared();
    moveTokens(world, vaultOf(world), tokenOf(world, world.stranger), 1n);
    rejects(claimProgress({ world }), 'VaultShort');
  });

  it('refuses to go on from a job that contradicts itself', () => {
    const world = cleared();
    setJob(world, { stagePrice: PRICE - 1n });
    rejects(claimProgress({ world }), 'InvariantViolated');
  });

  describe('accounts', () => {
    const wrong: [string, string, (world: World) => PublicKey][] = [
      ['vault', 'WrongVault', (world) => tokenOf(world, world.stranger)],
      ['mint', 'WrongMint', ({ chain }) => createMint(chain)],
      ['nodeToken', 'WrongTokenAccount', (world) => tokenOf(world, world.client)],
      ['feeVault', 'WrongFeeVault', (world) => tokenOf(world, world.stranger)],
      ['tokenProgram', 'WrongTokenProgram', () => TOKEN_2022_PROGRAM_ID],
    ];
    for (const [name, error, key] of wrong) {
      it(`refuses another ${name}`, () => {
        const world = cleared();
        rejects(claimProgress({ world, accounts: { [name]: key(world) } }), error);
        run(claimProgress({ world }));
      });
    }
  });

  it('stays within an eighth of the default budget', () => {
    const { units } = run(claimProgress());
    expect(units <= 25_000n, `${units} compute units`).to.equal(true);
  });
});

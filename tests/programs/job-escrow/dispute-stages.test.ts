import { expect } from 'chai';
import { MANY, readDispute, withTreasury } from '../fixtures/disputes.ts';
import { decided, disputed, resolveDispute } from '../fixtures/job-escrow/disputes.ts';
import { holdings, jobOf, readJob } from '../fixtures/job-escrow/job.ts';
import { readNode } from '../fixtures/job-escrow/state.ts';
import {
  AT_ONCE,
  abandoned,
  acceptJob,
  anchorProgress,
  CHECKPOINTS,
  claimProgress,
  cleared,
  halfway,
  PRICE,
  proveCheckpoints,
  reassign,
} from '../fixtures/job-escrow.ts';
import { STAKE } from '../fixtures/node-registry.ts';
import { World } from '../fixtures/world.ts';
import { rejects, run } from '../support/case.ts';
import { forgedProof } from '../support/forged-proofs.ts';

/** What the first node proves of the job: 8 of 20 checkpoints, rounded down. */
const PROVEN = (PRICE * BigInt(AT_ONCE)) / BigInt(CHECKPOINTS);
/** What it leaves. */
const LEFT = PRICE - PROVEN;
const fee = (amount: bigint) => amount / 10n;

/** A world whose node was paid for a milestone before the client disputed. */
function disputedAfterMilestone(): World {
  const world = cleared(withTreasury(new World()));
  run(claimProgress({ world }));
  return disputed(world);
}

/** A world whose second node has accepted what the first one left. */
function secondStage(): World {
  const world = abandoned(halfway(withTreasury(new World())));
  run(reassign({ world }));
  run(acceptJob({ world }));
  return world;
}

/** Everything that anybody was paid, and that it is the price. */
function paid(world: World) {
  const { paidNode, paidFee, refunded, burned, price } = readJob(world);
  expect(paidNode + paidFee + refunded + burned, 'the price').to.equal(price);
  expect(holdings(world).vault).to.equal(0n);
  return { paidNode, paidFee, refunded, burned };
}

describe('job-escrow: a dispute after a milestone', () => {
  it('for the client leaves the node what it was paid, and gives back the rest', () => {
    const world = decided(disputedAfterMilestone(), MANY, 0n);
    const { client } = holdings(world);
    run(resolveDispute({ world }));
    expect(paid(world)).to.deep.equal({
      paidNode: PROVEN - fee(PROVEN),
      paidFee: fee(PROVEN),
      refunded: LEFT,
      burned: 0n,
    });
    // With its part of the slash.
    expect(holdings(world).client - client).to.equal(LEFT + STAKE / 4n);
    expect(readNode(world)).to.include({ banned: true, activeJobs: 0 });
  });

  it('for the node pays it the rest, with one fee on all', () => {
    const world = decided(disputedAfterMilestone(), 0n, MANY);
    run(resolveDispute({ world }));
    expect(paid(world)).to.deep.equal({
      paidNode: PRICE - fee(PRICE),
      paidFee: fee(PRICE),
      refunded: 0n,
      burned: 0n,
    });
  });

  it('without a quorum pays nothing twice', () => {
    const world = decided(disputedAfterMilestone());
    const { owner } = holdings(world);
    run(resolveDispute({ world }));
    expect(paid(world)).to.deep.equal({
      paidNode: PROVEN - fee(PROVEN),
      paidFee: fee(PROVEN),
      refunded: LEFT,
      burned: 0n,
    });
    expect(holdings(world).owner).to.equal(owner);
  });

  it('keeps the milestones that were not claimed in the vault until the verdict', () => {
    const world = disputed(cleared(withTreasury(new World())));
    rejects(claimProgress({ world }), 'JobNotRunning');
    run(resolveDispute({ world: decided(world) }));
    expect(paid(world)).to.include({ paidNode: PROVEN - fee(PROVEN), refunded: LEFT });
  });
});

describe('job-escrow: a dispute after a reassignment', () => {
  it('for the client gives back what the second node worked for, and nothing of the first one', () => {
    const world = decided(disputed(secondStage()), MANY, 0n);
    expect(readJob(world)).to.include({ stagePrice: LEFT, reassignments: 1 });
    run(resolveDispute({ world }));
    expect(paid(world)).to.deep.equal({
      paidNode: PROVEN - fee(PROVEN),
      paidFee: fee(PROVEN),
      refunded: LEFT,
      burned: 0n,
    });
  });

  it('for the node pays what it worked for, and no more', () => {
    const world = decided(disputed(secondStage()), 0n, MANY);
    const { owner, fees } = holdings(world);
    run(resolveDispute({ world }));
    expect(holdings(world)).to.include({ owner: owner + LEFT - fee(LEFT), fees: fees + fee(LEFT) });
    expect(paid(world)).to.include({ refunded: 0n });
  });

  it('without a quorum pays what the second node has proven of its own stage', () => {
    const world = secondStage();
    const { checkpoints } = readJob(world);
    run(anchorProgress({ world, checkpoints: 4 }));
    run(proveCheckpoints({ world: world.skip('anchored'), proof: forgedProof(readJob(world)) }));
    decided(disputed(world));
    const { owner } = holdings(world);
    run(resolveDispute({ world }));
    const earned = (LEFT * 4n) / BigInt(checkpoints);
    expect(holdings(world).owner - owner).to.equal(earned - fee(earned));
    expect(paid(world)).to.include({ refunded: LEFT - earned });
  });

  it('is about the second node: what it loses is its own', () => {
    const world = disputed(secondStage());
    expect(readDispute(world, jobOf(world))).to.include({ node: readJob(world).node, opener: 'Client' });
    const { stake } = readNode(world);
    run(resolveDispute({ world: decided(world, MANY, 0n) }));
    expect(readNode(world)).to.include({ stake: stake - stake / 2n, banned: true });
  });
});

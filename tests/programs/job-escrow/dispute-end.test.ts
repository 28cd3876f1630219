import { disputeVaultAddress, treasuryAddress } from '@cyxwiz/protocol';
import { expect } from 'chai';
import {
  claimVoteReward,
  closeDispute,
  closeDisputeVote,
  cyxwizOf,
  MANY,
  readDispute,
  releaseBonds,
  voteDispute,
  voters,
  warpTo,
  withTreasury,
} from '../fixtures/disputes.ts';
import {
  decided,
  disputed,
  disputeOfJob,
  openDispute,
  resolveDispute,
  resolved,
} from '../fixtures/job-escrow/disputes.ts';
import { jobOf, vaultOf } from '../fixtures/job-escrow/job.ts';
import { lamportsOf } from '../fixtures/job-escrow/state.ts';
import { acceptJob, closeJob, createJob, PRICE, running } from '../fixtures/job-escrow.ts';
import { STAKE } from '../fixtures/node-registry.ts';
import { lockTokens } from '../fixtures/votes.ts';
import { TOKEN, type World } from '../fixtures/world.ts';
import { rejects, run } from '../support/case.ts';
import { balance } from '../support/tokens.ts';

/** Everything that anybody may do after the verdict. */
function wrapUp(world: World): void {
  const job = jobOf(world);
  run(releaseBonds({ world, job }));
  run(closeDispute({ world, job }));
  run(closeJob({ world }));
}

describe('job-escrow: after a dispute', () => {
  it('the job is closed after its dispute', () => {
    const world = resolved();
    const job = jobOf(world);
    rejects(closeJob({ world, accounts: { dispute: null } }), 'DisputeMissing');
    rejects(closeJob({ world, accounts: { dispute: job } }), 'WrongDispute');
    rejects(closeJob({ world }), 'DisputeNotClosed');
    rejects(closeDispute({ world, job }), 'BondsNotReleased');
    run(releaseBonds({ world, job }));
    rejects(closeJob({ world }), 'DisputeNotClosed');
    run(closeDispute({ world, job }));
    run(closeJob({ world }));
  });

  it('is not delayed by lamports that somebody sends to the closed account', () => {
    const world = resolved();
    const job = jobOf(world);
    run(releaseBonds({ world, job }));
    run(closeDispute({ world, job }));
    world.chain.svm.airdrop(disputeOfJob(world).toBase58() as never, 1_000_000n as never);
    run(closeJob({ world }));
  });

  for (const [verdict, forClient, forNode] of [
    ['ForClient', MANY, 0n],
    ['ForNode', 0n, MANY],
    ['NoQuorum', 0n, 0n],
  ] as const) {
    it(`every lamport of rent is back with its payer: ${verdict}`, () => {
      const world = running();
      const rents = lamportsOf(world, jobOf(world)) + lamportsOf(world, vaultOf(world));
      const before = lamportsOf(world, world.payer.publicKey) + rents;
      wrapUp(resolved(decided(disputed(world), forClient, forNode)));
      expect(lamportsOf(world, world.payer.publicKey)).to.equal(before);
      for (const address of [jobOf(world), vaultOf(world), disputeOfJob(world)]) {
        expect(lamportsOf(world, address)).to.equal(0n);
      }
      expect(balance(world.chain, disputeVaultAddress(disputeOfJob(world)))).to.equal(0n);
    });
  }

  it('token holders have voted, are rewarded, and leave nothing behind', () => {
    const world = withTreasury(running());
    const job = jobOf(world);
    const [first, second, third] = voters(world);
    for (const owner of [first, second, third]) run(lockTokens({ world, owner }));
    world.chain.warp(1);
    const { evidenceEnds, appealEnds } = readDispute(disputed(world), job);
    warpTo(world, evidenceEnds + 1n);
    for (const voter of [first, second]) run(voteDispute({ world, voter, job }));
    run(voteDispute({ world, voter: third, job, forClient: false }));
    const owned = balance(world.chain, cyxwizOf(world, world.client));
    run(resolveDispute({ world: warpTo(world, appealEnds + 1n) }));
    // The price, and a quarter of the stake.
    expect(balance(world.chain, cyxwizOf(world, world.client)) - owned).to.equal(PRICE + STAKE / 4n);
    // The treasury has the other quarter, and pays the voters.
    for (const voter of [first, second]) run(claimVoteReward({ world, voter, job }));
    run(closeDisputeVote({ world, voter: third, job }));
    expect(balance(world.chain, treasuryAddress(world.mint))).to.equal(STAKE / 4n - TOKEN / 5n);
    wrapUp(world);
  });

  it('the address can hold another job, which can be disputed again', () => {
    const world = resolved();
    wrapUp(world);
    run(createJob({ world }));
    run(acceptJob({ world }));
    const before = balance(world.chain, cyxwizOf(world, world.client));
    run(openDispute({ world }));
    expect(before - balance(world.chain, cyxwizOf(world, world.client))).to.equal(10n * TOKEN);
  });
});

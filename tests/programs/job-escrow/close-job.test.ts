import { expect } from 'chai';
import { eventOf } from '../fixtures/job-escrow/event.ts';
import { jobOf } from '../fixtures/job-escrow/job.ts';
import { lamportsOf, setJob } from '../fixtures/job-escrow/state.ts';
import { anchored, cancel, closeJob, createJob, funded, running, settled } from '../fixtures/job-escrow.ts';
import { rejects, run } from '../support/case.ts';

const WEEK = 604_800;

describe('job-escrow: close_job', () => {
  it('returns the rent to its payer', () => {
    const world = settled();
    const rent = lamportsOf(world, jobOf(world));
    const before = lamportsOf(world, world.payer.publicKey);
    const closed = eventOf(run(closeJob({ world })), 'JobClosed');
    expect(lamportsOf(world, world.payer.publicKey)).to.equal(before + rent);
    expect([closed.rent, closed.rentPayer]).to.deep.equal([rent, world.payer.publicKey.toBase58()]);
    expect(world.chain.account(jobOf(world))?.data.length ?? 0).to.equal(0);
  });

  it('closes cancelled jobs too, and the number is free again', () => {
    const world = running();
    run(cancel({ world }));
    run(closeJob({ world }));
    run(createJob({ world }));
  });

  it('is open to anyone seven days after the end, and not a second earlier', () => {
    const world = settled();
    const accounts = { closer: world.stranger.publicKey };
    world.chain.warp(WEEK);
    rejects(closeJob({ world, accounts }), 'TooEarlyToClose');
    world.chain.warp(1);
    const before = lamportsOf(world, world.payer.publicKey) + lamportsOf(world, jobOf(world));
    run(closeJob({ world, accounts }));
    expect(lamportsOf(world, world.payer.publicKey)).to.equal(before);
  });

  it('refuses jobs that have not ended', () => {
    for (const world of [funded(), running(), anchored()]) rejects(closeJob({ world }), 'JobStillOpen');
    const disputed = running();
    setJob(disputed, { state: 'Disputed' });
    rejects(closeJob({ world: disputed }), 'JobStillOpen');
  });

  it('refuses to send the rent elsewhere', () => {
    const world = settled();
    rejects(closeJob({ world, accounts: { rentPayer: world.stranger.publicKey } }), 'WrongRentPayer');
    run(closeJob({ world }));
  });

  it('refuses a second time', () => {
    const world = settled();
    run(closeJob({ world }));
    rejects(closeJob({ world }), 'AccountNotInitialized');
  });
});

import { expect } from 'chai';
import { eventOf } from '../fixtures/job-escrow/event.ts';
import { readJob } from '../fixtures/job-escrow/job.ts';
import { setJob } from '../fixtures/job-escrow/state.ts';
import { anchored, proven, running, settled, waiveObjection } from '../fixtures/job-escrow.ts';
import { rejects, run } from '../support/case.ts';

describe('job-escrow: waive_objection', () => {
  it('is the word of the client, before the proof or after it', () => {
    for (const world of [anchored(), proven()]) {
      const waived = eventOf(run(waiveObjection({ world })), 'ObjectionWaived');
      expect(waived.client).to.equal(world.client.publicKey.toBase58());
      expect(readJob(world)).to.include({ state: 'Proving', objectionWaived: true });
    }
  });

  it('refuses a second time', () => {
    const world = anchored();
    run(waiveObjection({ world }));
    rejects(waiveObjection({ world }), 'AlreadyWaived');
  });

  it('refuses anyone but the client', () => {
    const world = anchored();
    rejects(waiveObjection({ world, accounts: { client: world.stranger.publicKey } }), 'WrongClient');
  });

  it('refuses before the final root and after the end', () => {
    rejects(waiveObjection({ world: running().skip('anchored') }), 'JobNotProving');
    rejects(waiveObjection({ world: settled() }), 'JobNotProving');
  });

  it('changes nothing in a job that contradicts itself', () => {
    const world = anchored();
    setJob(world, { endedAt: 1n });
    rejects(waiveObjection({ world }), 'InvariantViolated');
  });
});

import { expect } from 'chai';
import { retireVerifyingKey } from '../fixtures/governance.ts';
import {
  AUDIT_WINDOW,
  AUDITS,
  addStepKey,
  anchorSteps,
  DELAY,
  exactAnchored,
  exactFunded,
  exactRunning,
  REVEAL_WINDOW,
  readAudit,
  SEGMENTS,
  STEPS,
  STEPS_ROOT,
  stepKey,
  stepsAnchored,
  TERMS,
} from '../fixtures/job-escrow/audits.ts';
import { eventOf } from '../fixtures/job-escrow/event.ts';
import { jobOf, readJob } from '../fixtures/job-escrow/job.ts';
import { lamportsOf, setJob } from '../fixtures/job-escrow/state.ts';
import { anchored, late } from '../fixtures/job-escrow.ts';
import { heartbeat } from '../fixtures/node-registry.ts';
import { rejects, run } from '../support/case.ts';

describe('job-escrow: anchor_steps', () => {
  it('fixes what the audits are about, and a slot that lies ahead', () => {
    const world = exactAnchored();
    const { slot } = world.chain.svm.getClock();
    const event = eventOf(run(anchorSteps({ world })), 'StepsAnchored');
    expect(event).to.include({ segments: SEGMENTS, steps: STEPS, audits: AUDITS });
    expect(event.stepsRoot).to.deep.equal(STEPS_ROOT);
    expect(event.challengeSlot).to.equal(slot + BigInt(DELAY));
    expect(readAudit(world)).to.include({
      job: jobOf(world).toBase58(),
      rentPayer: world.payer.publicKey.toBase58(),
      stepKey: stepKey().toBase58(),
      challengeSlot: slot + BigInt(DELAY),
      moved: false,
      recordedAt: 0n,
      openedAt: 0n,
      proven: 0n,
    });
    expect(readJob(world)).to.include({ stepsAnchored: true, state: 'Proving', auditsProven: 0 });
  });

  it('is done once: another root finds the account taken', () => {
    const world = stepsAnchored();
    rejects(anchorSteps({ world, stepsRoot: new Uint8Array(32).fill(7) }), 'Custom 0');
    expect(readAudit(world).stepsRoot).to.deep.equal(STEPS_ROOT);
  });

  it('takes the root from nobody but the operator', () => {
    const world = exactAnchored();
    rejects(anchorSteps({ world, accounts: { operator: world.stranger.publicKey } }), 'WrongOperator');
    rejects(anchorSteps({ world, accounts: { operator: world.owner.publicKey } }), 'WrongOperator');
  });

  it('waits for the final root', () => {
    rejects(anchorSteps({ world: exactFunded() }), 'WrongNode');
    rejects(anchorSteps({ world: exactRunning() }), 'JobNotProving');
  });

  it('is not for a committed job', () => {
    const world = exactFunded();
    const committed = anchored();
    rejects(anchorSteps({ world: committed, accounts: { stepKey: stepKeyIn(committed) } }), 'NotAnExactJob');
    expect(readJob(world).stepsAnchored).to.equal(false);
  });

  it('refuses terms that are not the order', () => {
    const world = exactAnchored();
    run(addStepKey(world, { keyVersion: 2 }));
    const seed = TERMS.seed.map((byte) => byte ^ 1);
    rejects(anchorSteps({ world, terms: { ...TERMS, seed } }), 'WrongExactTerms');
    rejects(anchorSteps({ world, terms: { ...TERMS, batches: 12 } }), 'WrongExactTerms');
    rejects(anchorSteps({ world, accounts: { stepKey: stepKey(2) } }), 'WrongExactTerms');
  });

  it('refuses a root that is no field element', () => {
    rejects(anchorSteps({ stepsRoot: new Uint8Array(32).fill(255) }), 'NotAFieldElement');
  });

  it('goes on with a key that was retired after the order', () => {
    const world = exactAnchored();
    run(retireVerifyingKey({ world, accounts: { verifyingKey: stepKey() } }));
    run(anchorSteps({ world }));
  });

  it('comes before the deadline, and leaves time to reveal and to prove', () => {
    const world = exactAnchored();
    const { deadline } = readJob(world);
    late(world);
    rejects(anchorSteps({ world }), 'DeadlinePassed');
    world.chain.warp(-1);
    run(heartbeat({ world }));
    run(anchorSteps({ world }));
    expect(readJob(world).deadline).to.equal(deadline + BigInt(REVEAL_WINDOW + AUDIT_WINDOW));
  });

  it('does not shorten a deadline that leaves enough time', () => {
    const world = exactAnchored();
    const { deadline } = readJob(world);
    run(anchorSteps({ world }));
    expect(readJob(world).deadline).to.equal(deadline);
  });

  it('stops while a dispute runs', () => {
    const world = exactAnchored();
    setJob(world, { state: 'Disputed', disputedFrom: 'Proving', dispute: jobOf(world).toBase58() });
    rejects(anchorSteps({ world }), 'JobNotProving');
  });

  it("takes the audit's rent from its payer", () => {
    const world = exactAnchored();
    const before = lamportsOf(world, world.payer.publicKey);
    run(anchorSteps({ world }));
    expect(before > lamportsOf(world, world.payer.publicKey)).to.equal(true);
  });
});

/** A key of steps in a world that had no use for one. */
function stepKeyIn(world: Parameters<typeof addStepKey>[0]) {
  run(addStepKey(world));
  return stepKey();
}

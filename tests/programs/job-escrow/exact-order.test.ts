import { exactTermsHash, governance, verifyingKeyAddress } from '@cyxwiz/protocol';
import { expect } from 'chai';
import { retireVerifyingKey, updateConfig } from '../fixtures/governance.ts';
import {
  AUDITS,
  addStepKey,
  exactFunded,
  exactOrder,
  exactReady,
  exactRunning,
  STEP_CIRCUIT,
  STEPS,
  stepKey,
  TERMS,
} from '../fixtures/job-escrow/audits.ts';
import { eventOf } from '../fixtures/job-escrow/event.ts';
import { readJob } from '../fixtures/job-escrow/job.ts';
import { setScore } from '../fixtures/job-escrow/state.ts';
import { acceptJob, createJob, type Order } from '../fixtures/job-escrow.ts';
import { World } from '../fixtures/world.ts';
import { rejects, run } from '../support/case.ts';
import { doctor } from '../support/doctor.ts';

/** An exact order with these differences. */
function exact(world: World, change: Order = {}) {
  const { accounts, ...args } = change;
  const given = { ...exactOrder.accounts, ...accounts };
  return createJob({ world: exactReady(world), ...exactOrder, ...args, accounts: given });
}

describe('job-escrow: an exact order', () => {
  it('keeps the hash of its terms, which clients compute too', () => {
    const world = exactFunded();
    const job = readJob(world);
    expect(job.exactTerms).to.deep.equal(exactTermsHash(stepKey().toBase58(), TERMS));
    expect(job).to.include({ tier: 'Exact', audits: 4, auditsDue: 0, stepsAnchored: false });
    expect(job.developmentKey).to.equal(true);
  });

  it('of a committed job has no terms', () => {
    const world = new World();
    run(createJob({ world: exactReady(world) }));
    expect(readJob(world).exactTerms).to.deep.equal(new Uint8Array(32));
    expect(readJob(world).auditsDue).to.equal(0);
  });

  it('names terms and key together, and only for the exact tier', () => {
    const world = exactReady();
    const cases: Order[] = [
      { tier: 'Exact' },
      { tier: 'Exact', exact: TERMS },
      { tier: 'Exact', accounts: { stepKey: stepKey() } },
      { exact: TERMS, accounts: { stepKey: stepKey() } },
      { exact: TERMS },
      { accounts: { stepKey: stepKey() } },
    ];
    for (const change of cases) rejects(createJob({ world, ...change }), 'ExactTermsMismatch');
  });

  it('refuses the key of a circuit that proves no steps', () => {
    const world = exactReady();
    rejects(exact(world, { accounts: { stepKey: verifyingKeyAddress(1, 1) } }), 'NotAStepKey');
  });

  it('refuses a retired key of steps', () => {
    const world = exactReady();
    run(retireVerifyingKey({ world, accounts: { verifyingKey: stepKey() } }));
    rejects(exact(world), 'VerifyingKeyRetired');
  });

  it('refuses a development key of steps where governance does', () => {
    const world = exactReady();
    doctor(world.chain, governance, 'VerifyingKey', verifyingKeyAddress(1, 1), { development: false });
    run(updateConfig({ world, allowDevelopmentKeys: false }));
    rejects(exact(world), 'DevelopmentKeyNotAllowed');
    // Of a production key of steps, too, nothing but the checkpoints' key would be told.
    doctor(world.chain, governance, 'VerifyingKey', stepKey(), { development: false });
    run(exact(world));
    expect(readJob(world).developmentKey).to.equal(false);
  });

  it('says so when only its key of steps is for development', () => {
    const world = exactReady();
    doctor(world.chain, governance, 'VerifyingKey', verifyingKeyAddress(1, 1), { development: false });
    expect(eventOf(run(exact(world)), 'JobCreated').developmentKey).to.equal(true);
  });

  it('needs batches that fill whole proofs and fit the tree of the data set', () => {
    const world = exactReady();
    for (const batches of [0, 1, 6, 257, 260, 65_535]) {
      rejects(exact(world, { exact: { ...TERMS, batches } }), 'BatchesOutOfRange');
    }
    run(exact(world, { exact: { ...TERMS, batches: 256 } }));
  });

  it('has one segment less than the tree of states has leaves, at most', () => {
    const long = { checkpointInterval: 256, exact: { ...TERMS, batches: 4 } };
    rejects(exact(exactReady(), { ...long, epochs: 16_384 }), 'TooManySegments');
    run(exact(exactReady(), { ...long, epochs: 16_383 }));
  });

  it('stays within a transaction', () => {
    const { units, bytes } = run(exact(exactReady()));
    expect(bytes).to.be.at.most(1_232);
    expect(units <= 42_000n, `${units} compute units`).to.equal(true);
  });
});

describe('job-escrow: audits that a node must pass', () => {
  it('are twice as many for a Bronze node', () => {
    const world = exactFunded();
    expect(eventOf(run(acceptJob({ world })), 'JobAccepted').auditsDue).to.equal(AUDITS);
    expect(readJob(world)).to.include({ audits: 4, auditsDue: AUDITS });
  });

  it('are as many as the client asked for when the node is known', () => {
    const world = exactFunded(new World(), { audits: 7 });
    setScore(world, 300);
    run(acceptJob({ world }));
    expect(readJob(world).auditsDue).to.equal(7);
  });

  it('are at most 64', () => {
    expect(readJob(exactRunning(new World(), { audits: 33 })).auditsDue).to.equal(64);
  });

  it('are none for a committed job', () => {
    const world = new World();
    run(createJob({ world: exactReady(world), audits: 7 }));
    run(acceptJob({ world: world.skip('funded') }));
    expect(readJob(world).auditsDue).to.equal(0);
  });
});

describe('governance: keys of steps', () => {
  it('say how many steps a proof covers', () => {
    const world = exactReady();
    const [event] = run(addStepKey(world, { keyVersion: 2, steps: 15 })).events;
    expect(event?.data).to.include({ circuit: STEP_CIRCUIT, keyVersion: 2, steps: 15 });
  });

  it('cover one to fifteen steps, with one public input', () => {
    const world = exactReady();
    rejects(addStepKey(world, { keyVersion: 2, steps: 16 }), 'StepsOutOfRange');
    rejects(addStepKey(world, { keyVersion: 2, steps: 255 }), 'StepsOutOfRange');
    rejects(addStepKey(world, { keyVersion: 2, steps: STEPS, publicInputs: 2 }), 'StepsOutOfRange');
    run(addStepKey(world, { keyVersion: 2, steps: 1 }));
  });
});

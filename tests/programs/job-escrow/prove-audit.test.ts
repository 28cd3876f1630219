import {
  auditAddress,
  auditChallenge,
  bytesToField,
  type JobId,
  verifyingKeyAddress,
} from '@cyxwiz/protocol';
import { expect } from 'chai';
import { retireVerifyingKey } from '../fixtures/governance.ts';
import {
  AUDITS,
  addStepKey,
  auditProof,
  challenged,
  exactProven,
  hashOf,
  passAudits,
  proveAudit,
  readAudit,
  SECRET,
  SEGMENTS,
  STEPS,
  type StatementParts,
  slotRecorded,
  statementParts,
  stepKey,
  stepsAnchored,
} from '../fixtures/job-escrow/audits.ts';
import { eventOf } from '../fixtures/job-escrow/event.ts';
import { jobOf, readJob } from '../fixtures/job-escrow/job.ts';
import { setJob } from '../fixtures/job-escrow/state.ts';
import { late, settle } from '../fixtures/job-escrow.ts';
import { World } from '../fixtures/world.ts';
import { rejects, run } from '../support/case.ts';
import { forgedProof } from '../support/forged-proofs.ts';

/** The modulus of the scalar field: what a public input plus this also would be, were it not hashed on chain. */
const MODULUS = 0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001n;

/** Index of the first audit that asks for a segment other than the first audit's. */
function otherAudit(world: World): number {
  const { segment } = statementParts(world, 0);
  const found = Array.from({ length: AUDITS }, (_, index) => index).find(
    (index) => statementParts(world, index).segment !== segment,
  );
  if (found === undefined) throw new Error('all audits ask for one segment');
  return found;
}

describe('job-escrow: prove_audit', () => {
  it('takes a proof of what job, audit and schedule say, from anybody', () => {
    const world = challenged();
    const { segment } = statementParts(world, 0);
    const event = eventOf(run(proveAudit({ world })), 'AuditProven');
    expect(event).to.include({ index: 0, segment, segments: SEGMENTS, steps: STEPS, proven: 1 });
    expect(event).to.include({ audits: AUDITS, developmentKey: true });
    expect(readJob(world)).to.include({ auditsProven: 1, proofs: 1, provenAt: world.chain.now() });
    expect(readAudit(world).proven).to.equal(1n);
  });

  it('takes them in any order, each once', () => {
    const world = challenged();
    for (const index of [7, 0, 3, 1, 2, 6, 5, 4]) {
      run(proveAudit({ world, index }));
      rejects(proveAudit({ world, index }), 'AuditProvenAlready');
    }
    expect(readJob(world).auditsProven).to.equal(AUDITS);
    expect(readAudit(world).proven).to.equal(255n);
  });

  it('goes on with a key that was retired after the order', () => {
    const world = challenged();
    run(retireVerifyingKey({ world, accounts: { verifyingKey: stepKey() } }));
    run(proveAudit({ world }));
  });

  it('verifies within 90,000 compute units, schedule and statement included', () => {
    const world = challenged();
    const unproven = unitsOf(rejects(proveAudit({ world, index: AUDITS }), 'AuditOutOfRange').logs);
    const proof = auditProof(world, 1);
    const refused = unitsOf(rejects(proveAudit({ world, index: 0, proof }), 'AuditProofInvalid').logs);
    expect(refused - unproven).to.be.within(60_000, 90_000);
  });

  describe('an attack that must not be paid:', () => {
    /** What a cheat would rather prove; each differs from the truth in one place. */
    const lies: [string, (world: World, truth: StatementParts) => Partial<StatementParts>][] = [
      ['a proof of another job, node, program or data set', () => ({ binding: 5n })],
      ['a proof under another challenge', () => ({ challenge: 5n })],
      ['a second tree of states', () => ({ stepsRoot: 5n })],
      ['other weights to begin with', () => ({ initialWeights: 5n })],
      ['other weights to end with', () => ({ finalWeights: 5n })],
      ['other data', () => ({ datasetRoot: 5n })],
      ['a segment next to the one asked for', (_, { segment }) => ({ segment: segment ^ 1 })],
      ['a segment beyond the training', (_, { segment }) => ({ segment: segment + SEGMENTS })],
      ['a shorter training', () => ({ segments: SEGMENTS - 1 })],
      [
        'another batch',
        (_, { batches }) => ({ batches: batches.map((batch, j) => (j ? batch : batch ^ 1)) }),
      ],
      ['the right batches in another order', (_, { batches }) => ({ batches: [...batches].reverse() })],
      ['one step fewer', (_, { batches }) => ({ batches: batches.slice(1) })],
      ['one batch for all steps', (_, { batches }) => ({ batches: batches.map(() => batches[0] ?? 0) })],
      ['a challenge without the nonce', (world) => ({ challenge: challengeWith(world, null) })],
      [
        'a challenge with another nonce',
        (world) => ({ challenge: challengeWith(world, new Uint8Array(32).fill(1)) }),
      ],
      [
        "another slot's hash",
        (world) => ({ challenge: challengeWith(world, SECRET, readAudit(world).slot + 1n) }),
      ],
    ];
    for (const [what, change] of lies) {
      it(what, () => {
        const world = challenged();
        const proof = auditProof(world, 0, change(world, statementParts(world, 0)));
        rejects(proveAudit({ world, proof }), 'AuditProofInvalid');
        expect(readJob(world).auditsProven).to.equal(0);
      });
    }

    it('a proof that was handed in for another audit', () => {
      const world = challenged();
      const proof = auditProof(world, 0);
      run(proveAudit({ world, index: 0, proof }));
      rejects(proveAudit({ world, index: otherAudit(world), proof }), 'AuditProofInvalid');
    });

    it('an audit that was not asked for', () => {
      const world = challenged();
      for (const index of [AUDITS, 64, 255]) rejects(proveAudit({ world, index }), 'AuditOutOfRange');
    });

    it('a proof whose points are off their curves', () => {
      const world = challenged();
      const honest = auditProof(world, 0);
      for (const proof of [
        { ...honest, a: new Uint8Array(64) },
        { ...honest, b: new Uint8Array(128).fill(1) },
        { ...honest, c: honest.c.map((byte, at) => (at === 63 ? byte ^ 1 : byte)) },
      ]) {
        rejects(proveAudit({ world, proof }), 'AuditProofInvalid');
      }
    });

    it('a proof for the circuit of checkpoints', () => {
      const world = exactProven(challenged());
      rejects(proveAudit({ world, proof: forgedProof(readJob(world)) }), 'AuditProofInvalid');
      rejects(proveAudit({ world, accounts: { stepKey: verifyingKeyAddress(1, 1) } }), 'WrongVerifyingKey');
    });

    it('a newer key of the same circuit, or of other steps', () => {
      const world = challenged();
      run(addStepKey(world, { keyVersion: 2 }));
      run(addStepKey(world, { circuit: 3, steps: 1 }));
      for (const key of [stepKey(2), verifyingKeyAddress(3, 1)]) {
        rejects(proveAudit({ world, accounts: { stepKey: key } }), 'WrongVerifyingKey');
      }
    });

    it("another job's proof and audit, to the byte", () => {
      const world = challenged();
      const neighbour = challenged(new World(world));
      const [mine, theirs] = [jobOf(world), jobOf(neighbour)];
      const proof = auditProof(neighbour, 0);
      rejects(proveAudit({ world, proof }), 'AuditProofInvalid');
      rejects(proveAudit({ world, proof, accounts: { audit: auditAddress(theirs) } }), 'WrongAudit');
      rejects(proveAudit({ world, accounts: { job: theirs, audit: auditAddress(mine) } }), 'WrongAudit');
      run(proveAudit({ world: neighbour, proof }));
    });

    it('a public input plus the modulus: the chain hashes its own', () => {
      const world = challenged();
      // Of a proof for the input plus the modulus the points are the same: there is nowhere to hand such an input in.
      const { binding } = statementParts(world, 0);
      run(proveAudit({ world, proof: auditProof(world, 0, { binding: binding + MODULUS }) }));
      expect(readJob(world).auditsProven).to.equal(1);
    });
  });

  it('waits for the challenge', () => {
    for (const world of [stepsAnchored(), slotRecorded()]) {
      const proof = { a: new Uint8Array(64), b: new Uint8Array(128), c: new Uint8Array(64) };
      rejects(proveAudit({ world, proof }), 'ChallengeNotOpen');
    }
  });

  it('is over after the deadline, to the second', () => {
    const world = challenged();
    late(world);
    rejects(proveAudit({ world }), 'DeadlinePassed');
    world.chain.warp(-1);
    run(proveAudit({ world }));
  });

  it('stops while a dispute runs', () => {
    const world = challenged();
    setJob(world, { state: 'Disputed', disputedFrom: 'Proving', dispute: jobOf(world).toBase58() });
    rejects(proveAudit({ world }), 'JobNotProving');
  });

  it('is over when the job is paid', () => {
    const world = passAudits(exactProven());
    world.chain.warp(601);
    run(settle({ world }));
    rejects(proveAudit({ world }), 'JobNotProving');
  });
});

function challengeWith(world: World, nonce: Uint8Array | null, slot = readAudit(world).slot): bigint {
  return bytesToField(auditChallenge(hashOf(slot), nonce, jobOf(world).toBase58() as JobId));
}

/** Compute units of the program's one call in a transaction. */
function unitsOf(logs: readonly string[]): number {
  return Number(logs.map((line) => /consumed (\d+) of/.exec(line)?.[1]).findLast(Boolean));
}

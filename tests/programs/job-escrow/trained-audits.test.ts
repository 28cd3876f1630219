import { expect } from 'chai';
import { proveAudit } from '../fixtures/job-escrow/audits.ts';
import { readJob } from '../fixtures/job-escrow/job.ts';
import { goldenAudit, TRAINED_AUDITS, trainedAndChallenged } from '../fixtures/job-escrow/trained.ts';
import { proveCheckpoints, settle, waiveObjection } from '../fixtures/job-escrow.ts';
import { rejects, run } from '../support/case.ts';
import { forgedProof } from '../support/forged-proofs.ts';

describe('job-escrow: audits of a job that was really trained', () => {
  it('are proven by the circuit, and pay', () => {
    const world = trainedAndChallenged();
    for (let index = 0; index < TRAINED_AUDITS; index++) {
      run(proveAudit({ world, index, proof: goldenAudit(index) }));
    }
    run(proveCheckpoints({ world, proof: forgedProof(readJob(world)) }));
    run(waiveObjection({ world }));
    run(settle({ world }));
    expect(readJob(world)).to.include({ state: 'Settled', auditsProven: TRAINED_AUDITS });
  });

  it('refuse a real proof of another segment', () => {
    const world = trainedAndChallenged();
    rejects(proveAudit({ world, index: 0, proof: goldenAudit(1) }), 'AuditProofInvalid');
  });

  it('refuse a real proof with one bit changed', () => {
    const world = trainedAndChallenged();
    const honest = goldenAudit(0);
    const c = honest.c.map((byte, at) => (at === 63 ? byte ^ 1 : byte));
    rejects(proveAudit({ world, index: 0, proof: { ...honest, c } }), 'AuditProofInvalid');
  });
});

import { expect } from 'chai';
import { askedOf } from '../fixtures/job-escrow/audited-training.ts';
import { proveAudit } from '../fixtures/job-escrow/audits.ts';
import { CHEATS, cheatedIn, notCheated } from '../fixtures/job-escrow/cheated.ts';
import { eventOf } from '../fixtures/job-escrow/event.ts';
import { readJob } from '../fixtures/job-escrow/job.ts';
import { readNode } from '../fixtures/job-escrow/state.ts';
import {
  auditedSegmentOf,
  goldenAudit,
  TRAINED_AUDITS,
  trained,
  trainedAndChallenged,
} from '../fixtures/job-escrow/trained.ts';
import { late, proveCheckpoints, settle, timeoutRefund, waiveObjection } from '../fixtures/job-escrow.ts';
import { STAKE } from '../fixtures/node-registry.ts';
import { World } from '../fixtures/world.ts';
import { rejects, run } from '../support/case.ts';
import { forgedProof } from '../support/forged-proofs.ts';

// The node of these tests trains twice: as ordered, to have proofs, and with a cheat, to have something to anchor. That
// the steps of the cheat have no proof of their own is for circuits/test/step-rules.test.ts to show.
describe('job-escrow: a node that keeps a second tree of states is not paid when it', function () {
  // Each trains and commits to every state once more.
  this.timeout(300_000);
  const segment = auditedSegmentOf(0);
  let asked: ReturnType<typeof askedOf>;

  before(() => {
    asked = askedOf(trainedAndChallenged());
  });

  function refused(world: World): void {
    // Same job, same challenge, same segment: all that is wrong is what was anchored.
    expect(askedOf(world)).to.deep.equal(asked);
    rejects(proveAudit({ world, proof: goldenAudit(0) }), 'AuditProofInvalid');
    run(proveCheckpoints({ world, proof: forgedProof(readJob(world)) }));
    run(waiveObjection({ world }));
    rejects(settle({ world }), 'AuditsNotProven');
    const { payout } = eventOf(run(timeoutRefund({ world: late(world) })), 'JobEnded');
    expect(payout).to.include({ toNode: 0n, fee: 0n });
    expect(readNode(world).stake).to.equal(STAKE - STAKE / 4n);
  }

  for (const [what, cheat] of Object.entries(CHEATS)) {
    it(what, () => refused(trainedAndChallenged(new World(), cheatedIn(segment, cheat))));
  }

  it('anchors the honest end over states that do not lead there', () => {
    const { stepsRoot } = cheatedIn(segment, CHEATS['skips a step']);
    refused(trainedAndChallenged(new World(), { stepsRoot }));
  });

  it('anchors another end over the honest states', () => {
    const { finalWeights } = cheatedIn(segment, CHEATS['learns at twice the rate']);
    refused(trainedAndChallenged(new World(), { finalWeights }));
  });

  it('did all of that, and not because these worlds have no proofs', () => {
    const { stepsRoot, finalWeights } = notCheated();
    expect({ stepsRoot, finalWeights }).to.deep.equal({
      stepsRoot: trained.stepsRoot,
      finalWeights: trained.finalWeights,
    });
    const world = trainedAndChallenged(new World(), { stepsRoot, finalWeights });
    for (let index = 0; index < TRAINED_AUDITS; index++) {
      run(proveAudit({ world, index, proof: goldenAudit(index) }));
    }
    expect(readJob(world).auditsProven).to.equal(TRAINED_AUDITS);
  });
});

import {
  type BindingParts,
  bytesToField,
  checkpointBinding,
  FIELD_MODULUS,
  type JobId,
  jobEscrow,
  type NodeId,
  programs,
  sha256,
} from '@cyxwiz/protocol';
import { expect } from 'chai';
import { askedOf } from '../fixtures/job-escrow/audited-training.ts';
import {
  AUDITS,
  anchorSteps,
  auditProof,
  challenged,
  exactAnchored,
  exactOrder,
  openChallenge,
  proveAudit,
  readAudit,
  recordSlotHash,
  STEPS_ROOT,
  slotDue,
  slotRecorded,
} from '../fixtures/job-escrow/audits.ts';
import { jobOf, readJob } from '../fixtures/job-escrow/job.ts';
import { goldenAudit, trainedAndChallenged } from '../fixtures/job-escrow/trained.ts';
import {
  acceptJob,
  anchorProgress,
  CHECKPOINTS,
  closeJob,
  createJob,
  ESTIMATE,
  field,
  late,
  timeoutRefund,
} from '../fixtures/job-escrow.ts';
import { nodeOf } from '../fixtures/node-registry.ts';
import { World } from '../fixtures/world.ts';
import { rejects, run } from '../support/case.ts';

const bytes = (value: ArrayLike<number>) => Uint8Array.from(value);

/** What the job's binding is hashed from. */
function bindingOf(world: World): BindingParts {
  const job = readJob(world);
  return {
    program: jobEscrow.id.toBase58(),
    job: jobOf(world).toBase58() as JobId,
    node: nodeOf(world).toBase58() as NodeId,
    datasetRoot: bytes(job.datasetRoot),
    initialWeights: bytes(job.initialWeights),
    specHash: bytes(job.specHash),
    acceptedSlot: job.acceptedSlot,
  };
}

describe('job-escrow: a proof of steps', () => {
  describe('that was made for', () => {
    const elsewhere: [string, (neighbour: World) => Partial<BindingParts>][] = [
      ['another program', () => ({ program: programs.governance.id.toBase58() })],
      ['another job', (neighbour) => ({ job: bindingOf(neighbour).job })],
      ['another node', (neighbour) => ({ node: bindingOf(neighbour).node })],
      ['another data set', () => ({ datasetRoot: field('another data set') })],
      ['other initial weights', () => ({ initialWeights: field('other weights') })],
      ['another specification', () => ({ specHash: sha256('another spec') })],
      ['an earlier acceptance', () => ({ acceptedSlot: 1n })],
    ];
    for (const [what, change] of elsewhere) {
      it(`${what} is refused`, () => {
        const world = challenged();
        const parts = bindingOf(world);
        expect(checkpointBinding(parts)).to.deep.equal(bytes(readJob(world).binding));
        const binding = bytesToField(
          checkpointBinding({ ...parts, ...change(exactAnchored(new World(world))) }),
        );
        rejects(proveAudit({ world, proof: auditProof(world, 0, { binding }) }), 'AuditProofInvalid');
        run(proveAudit({ world }));
      });
    }

    it('the same training, ordered by another client from another node, is refused, though it is real', () => {
      const world = trainedAndChallenged();
      const neighbour = trainedAndChallenged(new World(world));
      expect(readAudit(neighbour).stepsRoot).to.deep.equal(readAudit(world).stepsRoot);
      rejects(proveAudit({ world: neighbour, proof: goldenAudit(0) }), 'AuditProofInvalid');
      run(proveAudit({ world, proof: goldenAudit(0) }));
    });

    it('this very job, before it failed and was ordered again, is refused', () => {
      const world = challenged();
      const proofs = Array.from({ length: AUDITS }, (_, index) => auditProof(world, index));
      const before = askedOf(world);
      run(timeoutRefund({ world: late(world) }));
      run(closeJob({ world }));
      run(createJob({ world, ...exactOrder }));
      run(acceptJob({ world }));
      world.chain.warp(ESTIMATE / 2);
      run(anchorProgress({ world, checkpoints: CHECKPOINTS }));
      run(anchorSteps({ world }));
      run(recordSlotHash({ world: slotDue(world) }));
      run(openChallenge({ world }));
      const now = askedOf(world);
      expect(now.binding).not.to.equal(before.binding);
      expect(now.challenge).not.to.equal(before.challenge);
      for (const [index, proof] of proofs.entries()) {
        rejects(proveAudit({ world, index, proof }), 'AuditProofInvalid');
        const old = auditProof(world, index, { binding: before.binding });
        rejects(proveAudit({ world, index, proof: old }), 'AuditProofInvalid');
      }
      run(proveAudit({ world }));
    });
  });

  describe('finds its tree fixed:', () => {
    it('no root is anchored, and no end, once the slot or the challenge is known', () => {
      for (const world of [slotDue(), slotRecorded(), challenged()]) {
        const { stepsRoot, challengeSlot } = readAudit(world);
        const { anchoredWeights } = readJob(world);
        rejects(anchorSteps({ world, stepsRoot: field('chosen afterwards') }), 'Custom 0');
        rejects(anchorProgress({ world, checkpoints: CHECKPOINTS }), 'JobNotRunning');
        expect(readAudit(world)).to.deep.include({ stepsRoot, challengeSlot });
        expect(readJob(world).anchoredWeights).to.deep.equal(anchoredWeights);
      }
    });

    it('its root is not taken as the same number plus the modulus', () => {
      const world = exactAnchored();
      const alias = (bytesToField(STEPS_ROOT) + FIELD_MODULUS).toString(16).padStart(64, '0');
      rejects(
        anchorSteps({ world, stepsRoot: Uint8Array.from(Buffer.from(alias, 'hex')) }),
        'NotAFieldElement',
      );
      run(anchorSteps({ world }));
    });
  });
});

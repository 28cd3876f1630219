import type { EncodedProof } from '../../packages/protocol/src/index.ts';
import { askedAbout, askedOf } from '../programs/fixtures/job-escrow/audited-training.ts';
import { proveAudit, TERMS } from '../programs/fixtures/job-escrow/audits.ts';
import { World } from '../programs/fixtures/world.ts';
import { refusal } from '../programs/support/case.ts';

/** Commitments of a training of one step. */
export interface OneStep {
  readonly first: bigint;
  readonly last: bigint;
  readonly stepsRoot: bigint;
  readonly datasetRoot: bigint;
}

export interface JobOfOneStep {
  /** What its only audit is asked for, by the program. */
  readonly asked: { readonly binding: bigint; readonly challenge: bigint };
  /** Whether the program takes this as the proof of that audit. */
  takes(proof: EncodedProof): boolean;
}

/** Such a job in the virtual machine: ordered, accepted, anchored, its slot recorded and its challenge open. */
export function jobOfOneStep({ first, last, stepsRoot, datasetRoot }: OneStep): JobOfOneStep {
  const training = {
    ...({ steps: 1, epochs: 1, audits: 1, terms: { ...TERMS, batches: 1 } } as const),
    ...{ datasetRoot, stepsRoot, initialWeights: first, finalWeights: last },
  };
  const world = askedAbout(training, new World());
  return {
    asked: askedOf(world),
    takes(proof) {
      const refused = refusal(proveAudit({ world, proof }));
      if (refused && refused.error !== 'AuditProofInvalid') throw refused;
      return refused === undefined;
    },
  };
}

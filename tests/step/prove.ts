import {
  batchLeaf,
  batchTree,
  commitWeights,
  copyWeights,
  type SegmentClaim,
  SgdStep,
  stateTree,
} from '../../packages/engine/src/index.ts';
import {
  encodeProof,
  type ProverPool,
  proveSegment,
  sgdStepInput,
  sgdStepKey,
  verifySegment,
} from '../../packages/proofs/src/index.ts';
import type { EncodedProof } from '../../packages/protocol/src/index.ts';
import { engineAnswer } from './compare.ts';
import { jobOfOneStep } from './job-of-one-step.ts';
import { PROVEN, type RandomStep, randomStep } from './random-steps.ts';

export interface Verified {
  /** Proofs that snarkjs takes for their challenge, and not for another. */
  readonly offChain: number;
  /** Proofs that the escrow program takes as the audit of their job, having refused the one of the step before. */
  readonly onChain: number;
}

/**
 * Proves the first `count` random steps of the proven network that the engine takes. Each is the whole training of a
 * job of its own in the virtual machine, which asks for the proof with its own binding and challenge.
 */
export async function proveSteps(count: number, seed: number, pool: ProverPool): Promise<Verified> {
  const key = sgdStepKey(1);
  const held = { offChain: 0, onChain: 0 };
  let another: EncodedProof | undefined;
  for (let i = 0, proven = 0; proven < count; i += 2) {
    const step = randomStep(i, seed);
    if ('refused' in engineAnswer(step)) continue;
    const training = trainingOf(step);
    const { datasetTree, tree, first, last } = training;
    const job = jobOfOneStep({ ...training, stepsRoot: tree.root, datasetRoot: datasetTree.root });
    const claim: SegmentClaim = {
      ...{ ...job.asked, stepsRoot: tree.root, datasetRoot: datasetTree.root },
      ...{ initialWeights: first, finalWeights: last, segment: 0, segments: 1, batchIndices: [0] },
    };
    const { weights, batch } = step;
    const input = sgdStepInput({ claim, weights, batches: [batch], datasetTree, stateTree: tree });
    const { proof } = await proveSegment(input, 1, pool);
    const other = { ...claim, challenge: claim.challenge + 1n };
    if ((await verifySegment(key, claim, proof)) && !(await verifySegment(key, other, proof)))
      held.offChain++;
    const encoded = encodeProof(proof);
    if (!(another && job.takes(another)) && job.takes(encoded)) held.onChain++;
    another = encoded;
    proven++;
  }
  return held;
}

/** What the job of that one step commits to. */
function trainingOf({ weights, batch }: RandomStep) {
  const after = copyWeights(weights);
  new SgdStep(PROVEN).run(after, batch);
  const [first, last] = [commitWeights(weights), commitWeights(after)];
  const datasetTree = batchTree([batchLeaf(batch, PROVEN.outputs)]);
  return { first, last, datasetTree, tree: stateTree([first, last]) };
}

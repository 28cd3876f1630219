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
  type ProverPool,
  proveSegment,
  sgdStepInput,
  sgdStepKey,
  verifySegment,
} from '../../packages/proofs/src/index.ts';
import { engineAnswer } from './compare.ts';
import { PROVEN, randomStep } from './random-steps.ts';

/**
 * Proves the first `count` random steps of the proven network that the engine takes, each as a job of one step, and
 * verifies the proofs; also that none holds for another challenge. Returns how many held.
 */
export async function proveSteps(count: number, seed: number, pool: ProverPool): Promise<number> {
  const key = sgdStepKey(1);
  let held = 0;
  for (let i = 0, proven = 0; proven < count; i += 2) {
    const step = randomStep(i, seed);
    if ('refused' in engineAnswer(step)) continue;
    const after = copyWeights(step.weights);
    new SgdStep(PROVEN).run(after, step.batch);
    const [first, last] = [commitWeights(step.weights), commitWeights(after)];
    const datasetTree = batchTree([batchLeaf(step.batch, PROVEN.outputs)]);
    const tree = stateTree([first, last]);
    const claim: SegmentClaim = {
      ...{ binding: BigInt(seed), challenge: BigInt(i), stepsRoot: tree.root, datasetRoot: datasetTree.root },
      ...{ initialWeights: first, finalWeights: last, segment: 0, segments: 1, batchIndices: [0] },
    };
    const input = sgdStepInput({
      claim,
      weights: step.weights,
      batches: [step.batch],
      datasetTree,
      stateTree: tree,
    });
    const { proof } = await proveSegment(input, 1, pool);
    const other = { ...claim, challenge: claim.challenge + 1n };
    if ((await verifySegment(key, claim, proof)) && !(await verifySegment(key, other, proof))) held++;
    proven++;
  }
  return held;
}

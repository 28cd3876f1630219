// SPDX-License-Identifier: GPL-3.0-or-later
//
// A small job of the exact tier, trained by the engine, and the inputs of sgd_step for its segments. Whatever a test
// changes is changed before the trees are built and the statement is hashed, so that only the rule under test refuses.
import {
  batchLeaf,
  commitWeights,
  copyWeights,
  type ExactShape,
  type ExactWeights,
  initialWeights,
  type Samples,
  type SegmentClaim,
  SgdStep,
  segmentBatches,
} from '../../packages/engine/src/index.ts';
import { poseidonTree } from '../../packages/engine/src/merkle.ts';
import { type SgdStepInput, sgdStepInput } from '../../packages/proofs/src/sgd-step.ts';

export const SMALL: ExactShape = { inputs: 3, hidden: 12, outputs: 3, batch: 2 };
export const STEPS = 2;
export const LEVELS = 2;
export const BATCHES = 6;
export const SEGMENTS = 6;

/** The format widths, in the order of the template's parameters. */
export const FORMATS = '15, 16, 5, 6, 9, 9, 9';

export const smallCircuit = [
  'pragma circom 2.1.6;',
  'include "circuits/sgd_step.circom";',
  `component main {public [statement]} = SgdStep(3, 12, 3, 2, ${STEPS}, ${FORMATS}, ${LEVELS}, ${LEVELS});`,
].join('\n');

/** Numbers that look random and are the same in every run. */
export function numbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export function randomBatch(shape: ExactShape, next: (below: number) => number): Samples {
  return {
    pixels: Uint8Array.from({ length: shape.batch * shape.inputs }, () => next(17)),
    labels: Uint8Array.from({ length: shape.batch }, () => next(shape.outputs)),
  };
}

export interface Job {
  readonly seed: string;
  readonly batches: readonly Samples[];
  /** Weights after each segment, the initial ones first. */
  readonly states: readonly ExactWeights[];
}

export function trainJob(seed: string, segments = SEGMENTS, batchCount = BATCHES): Job {
  const next = numbers(7);
  const batches = Array.from({ length: batchCount }, () => randomBatch(SMALL, next));
  const weights = copyWeights(initialWeights(SMALL, seed));
  const states = [copyWeights(weights)];
  const step = new SgdStep(SMALL);
  for (let segment = 0; segment < segments; segment++) {
    for (const index of segmentBatches(seed, segment, STEPS, batchCount))
      step.run(weights, batches[index] as Samples);
    states.push(copyWeights(weights));
  }
  return { seed, batches, states };
}

export interface Bent {
  /** Replaces leaves of the tree of states. */
  readonly leaves?: Readonly<Record<number, bigint>>;
  /** The batches that are opened at the claimed indices, by their own index. */
  readonly opened?: readonly number[];
  readonly weights?: ExactWeights;
  readonly claim?: Partial<SegmentClaim>;
}

/** The inputs for one segment: what the verifier computes is right, what the prover gives may be bent. */
export function jobInput(
  job: Job,
  segment: number,
  { leaves = {}, opened, weights, claim }: Bent = {},
): SgdStepInput {
  const segments = job.states.length - 1;
  const commitments = job.states.map((state, p) => leaves[p] ?? commitWeights(state));
  const stateTree = poseidonTree(commitments, LEVELS);
  const datasetTree = poseidonTree(
    job.batches.map((batch) => batchLeaf(batch, SMALL.outputs)),
    LEVELS,
  );
  const scheduled = segmentBatches(job.seed, segment, STEPS, job.batches.length);
  const indices = opened ?? scheduled;
  return {
    ...sgdStepInput({
      claim: {
        ...{ binding: 2026n, challenge: 11n, stepsRoot: stateTree.root, datasetRoot: datasetTree.root },
        initialWeights: commitWeights(job.states[0] as ExactWeights),
        finalWeights: commitWeights(job.states[segments] as ExactWeights),
        ...{ segment, segments, batchIndices: scheduled },
        ...claim,
      },
      weights: weights ?? (job.states[segment] as ExactWeights),
      batches: indices.map((index) => job.batches[index] as Samples),
      ...{ datasetTree, stateTree },
    }),
    batchPaths: indices.map((index) => datasetTree.path(index)),
  };
}

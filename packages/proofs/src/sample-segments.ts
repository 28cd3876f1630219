// SPDX-License-Identifier: GPL-3.0-or-later
import {
  commitWeights,
  copyWeights,
  type ExactDataset,
  type ExactWeights,
  initialWeights,
  type PoseidonTree,
  prepareDataset,
  type Samples,
  type SegmentClaim,
  SgdStep,
  segmentBatches,
  segmentCount,
  stateTree,
} from '@cyxwiz/engine';
import { sha256 } from '@cyxwiz/protocol';
import { type MadeProof, ProverPool } from './prover-pool.ts';
import { proveSegment, type SgdStepInput, type SgdStepSteps, sgdStepInput } from './sgd-step.ts';

const SHAPE = { inputs: 64, hidden: 32, outputs: 10, batch: 8 } as const;
const ROWS = 40;

export interface SampleSegmentsOptions {
  readonly epochs?: number;
  /** Steps in one proof. */
  readonly steps?: SgdStepSteps;
  /** Tells one sample from another: other weights, another order. */
  readonly seed?: string;
}

/**
 * A small exact job on made-up rows, trained by the engine: four batches an epoch. For tests of chain and verifier,
 * which want segments that are really proven and do not care what is learned.
 */
export class SampleSegments {
  readonly dataset: ExactDataset;
  readonly seed: string;
  readonly steps: SgdStepSteps;
  readonly segments: number;
  readonly stepsRoot: bigint;
  readonly initialWeights: bigint;
  readonly finalWeights: bigint;
  readonly #states: readonly ExactWeights[];
  readonly #tree: PoseidonTree;

  constructor({ epochs = 3, steps = 4, seed = '5a'.repeat(32) }: SampleSegmentsOptions = {}) {
    this.dataset = prepareDataset(rows(), SHAPE, { batchesMultipleOf: 4 });
    const batches = this.dataset.batches.length;
    this.seed = seed;
    this.steps = steps;
    this.segments = segmentCount(epochs, batches, steps);
    const weights = copyWeights(initialWeights(SHAPE, seed));
    const states = [copyWeights(weights)];
    const step = new SgdStep(SHAPE);
    for (let segment = 0; segment < this.segments; segment++) {
      for (const index of segmentBatches(seed, segment, steps, batches))
        step.run(weights, this.#batch(index));
      states.push(copyWeights(weights));
    }
    const leaves = states.map(commitWeights);
    this.#states = states;
    this.#tree = stateTree(leaves);
    this.stepsRoot = this.#tree.root;
    this.initialWeights = leaves[0] as bigint;
    this.finalWeights = leaves.at(-1) as bigint;
  }

  /** What a proof of this segment has to say for a job with this binding and challenge. */
  claim(segment: number, binding: bigint, challenge: bigint): SegmentClaim {
    const { stepsRoot, finalWeights, segments, seed, steps } = this;
    const batchIndices = segmentBatches(seed, segment, steps, this.dataset.batches.length);
    return {
      ...{ binding, challenge, stepsRoot, initialWeights: this.initialWeights, finalWeights },
      ...{ datasetRoot: this.dataset.root, segment, segments, batchIndices },
    };
  }

  input(segment: number, binding: bigint, challenge: bigint): SgdStepInput {
    const claim = this.claim(segment, binding, challenge);
    return sgdStepInput({
      claim,
      weights: this.#states[segment] as ExactWeights,
      batches: claim.batchIndices.map((index) => this.#batch(index)),
      ...{ datasetTree: this.dataset.tree, stateTree: this.#tree },
    });
  }

  /** A proof for any binding and challenge. */
  async prove(segment: number, binding: bigint, challenge: bigint, pool?: ProverPool): Promise<MadeProof> {
    const prover = pool ?? new ProverPool();
    try {
      return await proveSegment(this.input(segment, binding, challenge), this.steps, prover);
    } finally {
      if (!pool) await prover.close();
    }
  }

  #batch(index: number): Samples {
    return this.dataset.batches[index] as Samples;
  }
}

/** Rows that look like nothing: pixels and labels from a hash of the row's number. */
function rows(): Uint8Array {
  const lines = Array.from({ length: ROWS }, (_, row) => {
    const bytes = [0, 1, 2].flatMap((part) => [...sha256('cyxwiz:sample-row:v1', Uint8Array.of(row, part))]);
    const pixels = bytes.slice(0, SHAPE.inputs).map((byte) => byte % 17);
    return [...pixels, (bytes[SHAPE.inputs] ?? 0) % SHAPE.outputs].join(',');
  });
  return Buffer.from(`${lines.join('\n')}\n`);
}

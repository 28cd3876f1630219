// SPDX-License-Identifier: GPL-3.0-or-later
import {
  type ExactWeights,
  type PoseidonTree,
  packState,
  type Samples,
  type SegmentClaim,
  segmentStatement,
  stateLayout,
} from '@cyxwiz/engine';
import { type CircuitFiles, circuitFiles, readVerifyingKey } from './circuit-files.ts';
import { proofFailure } from './failure.ts';
import type { Proof, VerifyingKey } from './groth16.ts';
import type { MadeProof, ProverPool } from './prover-pool.ts';
import { groth16Verify } from './snarkjs-verify.ts';

/** The circuits of `sgd_step` that circuits/build.ts makes, by how many steps share a proof. */
export const SGD_STEP_CIRCUITS = { 4: 'sgd_step_64_32_10', 1: 'sgd_step_64_32_10_x1' } as const;
export type SgdStepSteps = keyof typeof SGD_STEP_CIRCUITS;

export interface SegmentWitness {
  readonly claim: SegmentClaim;
  /** The weights before the segment's first step. */
  readonly weights: ExactWeights;
  /** The batch of each step, in the order of claim.batchIndices. */
  readonly batches: readonly Samples[];
  readonly datasetTree: PoseidonTree;
  /** The tree over State(0) … State(segments); its root is claim.stepsRoot. */
  readonly stateTree: PoseidonTree;
}

/** Inputs of the circuit `sgd_step`, by signal. Elements of `w1` … are words, `…Paths` sibling groups. */
export interface SgdStepInput extends Omit<SegmentClaim, 'batchIndices'> {
  readonly statement: bigint;
  readonly batchIndex: readonly number[];
  readonly w1: bigint[][];
  readonly w2Forward: bigint[][];
  readonly w2Backward: bigint[][];
  readonly pixels: number[][][];
  readonly labels: number[][];
  readonly statePaths: bigint[][][];
  readonly batchPaths: bigint[][][];
}

/** What the prover of a segment gives to the circuit. Nothing is checked here: the circuit refuses what is wrong. */
export function sgdStepInput(witness: SegmentWitness): SgdStepInput {
  const { claim, weights, batches, datasetTree, stateTree } = witness;
  const { batchIndices, ...claimed } = claim;
  const { inputs, hidden, outputs } = weights;
  const layout = stateLayout(weights);
  const words = packState(weights, weights.w1, weights.w2);
  const forward = inputs * layout.hidden.words;
  const backward = forward + hidden * layout.output.words;
  return {
    statement: segmentStatement(claim),
    ...claimed,
    batchIndex: batchIndices,
    w1: chunks(words.slice(0, forward), layout.hidden.words),
    w2Forward: chunks(words.slice(forward, backward), layout.output.words),
    w2Backward: chunks(words.slice(backward, backward + outputs * layout.delta.words), layout.delta.words),
    pixels: batches.map(({ pixels }) => chunks([...pixels], inputs)),
    labels: batches.map(({ labels }) => [...labels]),
    statePaths: [stateTree.path(claim.segment), stateTree.path(claim.segment + 1)],
    batchPaths: batchIndices.map((index) => datasetTree.path(index)),
  };
}

/** The files of the circuit that proves `steps` steps of a 64-32-10 network at once. */
export function sgdStepCircuit(steps: SgdStepSteps = 4): CircuitFiles {
  return circuitFiles(SGD_STEP_CIRCUITS[steps]);
}

export function sgdStepKey(steps: SgdStepSteps = 4): VerifyingKey {
  return readVerifyingKey(sgdStepCircuit(steps));
}

/**
 * Proves a segment, in another process.
 * @throws CyxwizError `WITNESS_REJECTED` when the steps do not lead from one state to the other; see ProverPool.
 */
export async function proveSegment(
  input: SgdStepInput,
  steps: SgdStepSteps,
  pool: ProverPool,
): Promise<MadeProof> {
  const made = await pool.prove(sgdStepCircuit(steps), input);
  if (made.publicSignals.join() !== String(input.statement)) {
    const message = 'the proof is about another statement than the input: rebuild the circuit';
    throw proofFailure({ code: 'PROVER_FAILED', message, proverCode: 'public_signals_differ' });
  }
  return made;
}

/** Whether a proof says this of a segment: the statement is computed here, never taken from the prover. */
export async function verifySegment(key: VerifyingKey, claim: SegmentClaim, proof: Proof): Promise<boolean> {
  return groth16Verify(key, [String(segmentStatement(claim))], proof);
}

function chunks<T>(values: readonly T[], size: number): T[][] {
  return Array.from({ length: values.length / size }, (_, i) => values.slice(i * size, (i + 1) * size));
}

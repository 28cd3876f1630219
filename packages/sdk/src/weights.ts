import { createHash } from 'node:crypto';
import {
  CHECKPOINT_LIMITS,
  commitmentOfSafetensors,
  decodeWeights,
  type ExactDataset,
  evaluate,
  readLayout,
  SAFETENSORS_TYPES,
} from '@cyxwiz/engine';
import { bytesToField, type Job, type JobSpec, messageOf, processWeightsCommitment } from '@cyxwiz/protocol';
import { ClientError } from './errors.ts';

/** Largest weights file of a program that is taken unless the caller asks for more: it is held in memory. */
export const MAX_PROGRAM_WEIGHTS_BYTES = 256 * 1024 * 1024;

/**
 * What a node commits to for a weights file. Of the exact engine: the weights in it. Of a program: all of its bytes, once
 * its header is known to be that of a safetensors file.
 * @throws EngineError SAFETENSORS_INVALID, and for the exact engine all of `decodeWeights`
 */
export function weightsCommitment(
  file: Uint8Array,
  engine: JobSpec['engine'],
  /** False: of a program's file whatever is in it. */
  { readable = true }: { readonly readable?: boolean } = {},
): bigint {
  if (engine === 'exact') return commitmentOfSafetensors(file);
  if (readable) readLayout(file, SAFETENSORS_TYPES, { ...CHECKPOINT_LIMITS, fileBytes: file.length });
  return bytesToField(processWeightsCommitment(createHash('sha256').update(file).digest()));
}

/**
 * Recomputes the commitment of a weights file and compares it with the one that the node anchored: the file is the
 * result of the chain of checkpoints, or it is refused.
 * @returns the commitment
 * @throws ClientError WEIGHTS_MISMATCH
 */
export function verifyWeights(
  file: Uint8Array,
  job: Pick<Job, 'anchoredWeights'>,
  engine: JobSpec['engine'] = 'exact',
): bigint {
  const next = 'do not waive the objection; download again, and keep the file as evidence if it stays wrong';
  let commitment: bigint;
  try {
    commitment = weightsCommitment(file, engine);
  } catch (cause) {
    throw new ClientError('WEIGHTS_MISMATCH', `the weights file cannot be read: ${messageOf(cause)}`, {
      next,
      cause,
    });
  }
  if (commitment !== bytesToField(job.anchoredWeights)) {
    throw new ClientError('WEIGHTS_MISMATCH', 'the weights are not those whose commitment is on chain', {
      next,
    });
  }
  return commitment;
}

/** Share of right answers of a weights file on the rows that were kept out of training, in millionths. */
export function heldOutAccuracy(
  file: Uint8Array,
  dataset: ExactDataset,
): { accuracyPpm: number; rows: number } {
  const { accuracyPpm, total } = evaluate(decodeWeights(file), dataset.heldOut);
  return { accuracyPpm, rows: total };
}

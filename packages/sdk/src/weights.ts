import { commitmentOfSafetensors, decodeWeights, type ExactDataset, evaluate } from '@cyxwiz/engine';
import { bytesToField, type Job, messageOf } from '@cyxwiz/protocol';
import { ClientError } from './errors.ts';

/**
 * Recomputes the commitment of a weights file and compares it with the one that the node anchored: the file is the
 * result of the chain of checkpoints, or it is refused.
 * @returns the commitment
 * @throws ClientError WEIGHTS_MISMATCH
 */
export function verifyWeights(file: Uint8Array, job: Pick<Job, 'anchoredWeights'>): bigint {
  const next = 'do not waive the objection; download again, and keep the file as evidence if it stays wrong';
  let commitment: bigint;
  try {
    commitment = commitmentOfSafetensors(file);
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

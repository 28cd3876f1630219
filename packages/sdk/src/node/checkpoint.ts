import { fieldToBytes, type JobSpec, messageOf, type NodeReceipt, toHex } from '@cyxwiz/protocol';
import { ClientError } from '../errors.ts';
import { weightsCommitment } from '../weights.ts';
import type { WeightsChunk } from './download.ts';

export type CheckpointChunk = WeightsChunk & { epoch: number; weightsCommitment: Uint8Array };

/** What the node says of a checkpoint that it sends. Nothing of it is believed before `verifyCheckpoint`. */
export type CheckpointFacts = { epoch: number; weightsCommitment: Uint8Array };

/** Keeps asking for the checkpoint that the first chunk named: the latest one may change between two attempts. */
export function sameCheckpoint(
  open: (epoch: number, offset: number) => AsyncIterable<CheckpointChunk>,
  wanted: number,
  onFacts: (facts: CheckpointFacts) => void,
): (offset: number) => AsyncGenerator<CheckpointChunk> {
  let epoch = wanted;
  return async function* (offset) {
    let first = true;
    for await (const chunk of open(epoch, offset)) {
      if (first) {
        if (epoch !== 0 && chunk.epoch !== epoch) throw otherEpoch(epoch, chunk.epoch);
        epoch = chunk.epoch;
        onFacts({ epoch, weightsCommitment: new Uint8Array(chunk.weightsCommitment) });
      }
      first = false;
      yield chunk;
    }
  };
}

/**
 * Compares a checkpoint with the chain: its commitment is that of this epoch in a receipt which `verifyNodeReceipt` has
 * accepted, below a root that is anchored.
 * @throws ClientError WEIGHTS_MISMATCH
 */
export function verifyCheckpoint(
  file: Uint8Array,
  epoch: number,
  receipt: NodeReceipt,
  anchoredCheckpoints: number,
  engine: JobSpec['engine'] = 'exact',
): bigint {
  const at = receipt.checkpoints.findIndex((checkpoint) => checkpoint.epoch === epoch);
  if (at < 0 || at >= anchoredCheckpoints) {
    throw mismatch(`no checkpoint of epoch ${epoch} is anchored`);
  }
  let commitment: bigint;
  try {
    commitment = weightsCommitment(file, engine);
  } catch (cause) {
    throw mismatch(`the checkpoint cannot be read: ${messageOf(cause)}`, cause);
  }
  if (toHex(fieldToBytes(commitment)) !== receipt.checkpoints[at]?.weights) {
    throw mismatch(`the checkpoint is not the one of epoch ${epoch} that was anchored`);
  }
  return commitment;
}

function otherEpoch(wanted: number, sent: number): ClientError {
  return mismatch(`epoch ${wanted} was asked for, the node sends epoch ${sent}`);
}

function mismatch(why: string, cause?: unknown): ClientError {
  return new ClientError('WEIGHTS_MISMATCH', why, {
    next: 'fetch it again, and keep the file as evidence if it stays wrong',
    cause,
  });
}

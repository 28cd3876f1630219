// Original file: proto/cyxwiz/node/v1/training.proto

import type { Long } from '@grpc/proto-loader';

/**
 * The file as FetchCheckpoint hands it out. Of the `exact` engine only the tensors count: where the order of the batches goes
 * on follows from the escrow. CHECKPOINT_UNWANTED for a stage that begins with the first weights, CHECKPOINT_MISMATCH for a
 * file whose commitment is not the escrow's: nothing of it is kept.
 */
export interface UploadCheckpointResponse {
  'receivedBytes'?: (number | string | Long);
  /**
   * Commitment that the node computed, 32 bytes big endian; equal to the escrow's initial weights.
   */
  'weightsCommitment'?: (Buffer | Uint8Array | string);
}

/**
 * The file as FetchCheckpoint hands it out. Of the `exact` engine only the tensors count: where the order of the batches goes
 * on follows from the escrow. CHECKPOINT_UNWANTED for a stage that begins with the first weights, CHECKPOINT_MISMATCH for a
 * file whose commitment is not the escrow's: nothing of it is kept.
 */
export interface UploadCheckpointResponse__Output {
  'receivedBytes': (string);
  /**
   * Commitment that the node computed, 32 bytes big endian; equal to the escrow's initial weights.
   */
  'weightsCommitment': (Buffer);
}

// Original file: proto/cyxwiz/node/v1/training.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Safetensors. What the commitment is computed from, by engine: `exact`: the tensors (metadata says where the order of
 * the batches goes on); `process`: the SHA-256 of the file.
 * 
 * A checkpoint is handed out once it is paid for whatever the client does next: proven on chain, or the job's final anchor
 * there; in the exact tier, which pays nothing in parts, the latter only. One that is anchored but not proven is proven
 * when it is asked for, and the call waits. Else CHECKPOINT_UNPROVEN; CHECKPOINT_UNKNOWN for an epoch that is none of the
 * job's checkpoints or is still to come; CHECKPOINT_EXPIRED for one that the node does not keep (any more).
 */
export interface FetchCheckpointResponse {
  'offset'?: (number | string | Long);
  'totalBytes'?: (number | string | Long);
  'data'?: (Buffer | Uint8Array | string);
  /**
   * CRC-32C of data.
   */
  'checksum'?: (number);
  /**
   * SHA-256 of the whole file, on the last chunk.
   */
  'sha256'?: (Buffer | Uint8Array | string);
  /**
   * On the first chunk of a call: which checkpoint this is.
   */
  'epoch'?: (number);
  /**
   * On the first chunk of a call: the commitment in the job's chain of checkpoints.
   */
  'weightsCommitment'?: (Buffer | Uint8Array | string);
}

/**
 * Safetensors. What the commitment is computed from, by engine: `exact`: the tensors (metadata says where the order of
 * the batches goes on); `process`: the SHA-256 of the file.
 * 
 * A checkpoint is handed out once it is paid for whatever the client does next: proven on chain, or the job's final anchor
 * there; in the exact tier, which pays nothing in parts, the latter only. One that is anchored but not proven is proven
 * when it is asked for, and the call waits. Else CHECKPOINT_UNPROVEN; CHECKPOINT_UNKNOWN for an epoch that is none of the
 * job's checkpoints or is still to come; CHECKPOINT_EXPIRED for one that the node does not keep (any more).
 */
export interface FetchCheckpointResponse__Output {
  'offset': (string);
  'totalBytes': (string);
  'data': (Buffer);
  /**
   * CRC-32C of data.
   */
  'checksum': (number);
  /**
   * SHA-256 of the whole file, on the last chunk.
   */
  'sha256': (Buffer);
  /**
   * On the first chunk of a call: which checkpoint this is.
   */
  'epoch': (number);
  /**
   * On the first chunk of a call: the commitment in the job's chain of checkpoints.
   */
  'weightsCommitment': (Buffer);
}

// Original file: proto/cyxwiz/node/v1/training.proto

import type { Long } from '@grpc/proto-loader';

export interface UploadDatasetResponse {
  'receivedBytes'?: (number | string | Long);
  /**
   * Root that the node computed, 32 bytes big endian; equal to the job's.
   */
  'datasetRoot'?: (Buffer | Uint8Array | string);
}

export interface UploadDatasetResponse__Output {
  'receivedBytes': (string);
  /**
   * Root that the node computed, 32 bytes big endian; equal to the job's.
   */
  'datasetRoot': (Buffer);
}

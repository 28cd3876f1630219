// Original file: proto/cyxwiz/node/v1/training.proto

import type { Long } from '@grpc/proto-loader';

export interface EpochMetrics {
  'epoch'?: (number);
  'epochs'?: (number);
  'lossMicros'?: (number | string | Long);
  'accuracyPpm'?: (number);
  'elapsedMs'?: (number | string | Long);
  /**
   * Commitment to the weights after this epoch, 32 bytes big endian.
   */
  'weightsCommitment'?: (Buffer | Uint8Array | string);
  'checkpointHash'?: (Buffer | Uint8Array | string);
}

export interface EpochMetrics__Output {
  'epoch': (number);
  'epochs': (number);
  'lossMicros': (string);
  'accuracyPpm': (number);
  'elapsedMs': (string);
  /**
   * Commitment to the weights after this epoch, 32 bytes big endian.
   */
  'weightsCommitment': (Buffer);
  'checkpointHash': (Buffer);
}

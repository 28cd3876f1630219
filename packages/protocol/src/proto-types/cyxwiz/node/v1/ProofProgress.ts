// Original file: proto/cyxwiz/node/v1/training.proto

import type { Long } from '@grpc/proto-loader';

export interface ProofProgress {
  /**
   * STARTED, WITNESS, PROVED, SUBMITTED, VERIFIED.
   */
  'stage'?: (string);
  'millis'?: (number | string | Long);
  'transaction'?: (string);
  'backend'?: (string);
}

export interface ProofProgress__Output {
  /**
   * STARTED, WITNESS, PROVED, SUBMITTED, VERIFIED.
   */
  'stage': (string);
  'millis': (string);
  'transaction': (string);
  'backend': (string);
}

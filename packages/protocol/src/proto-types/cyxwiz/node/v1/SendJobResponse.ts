// Original file: proto/cyxwiz/node/v1/training.proto

import type { Long } from '@grpc/proto-loader';

export interface SendJobResponse {
  /**
   * True when the node already holds the data set with the job's root.
   */
  'datasetPresent'?: (boolean);
  /**
   * Bytes of the data set that the node already holds: where to go on.
   */
  'datasetOffset'?: (number | string | Long);
}

export interface SendJobResponse__Output {
  /**
   * True when the node already holds the data set with the job's root.
   */
  'datasetPresent': (boolean);
  /**
   * Bytes of the data set that the node already holds: where to go on.
   */
  'datasetOffset': (string);
}

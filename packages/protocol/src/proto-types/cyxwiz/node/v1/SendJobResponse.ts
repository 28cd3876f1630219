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
  /**
   * The epoch behind which this stage of the job begins; 0: it begins with the first weights of the specification, and
   * there is no checkpoint to upload.
   */
  'checkpointEpoch'?: (number);
  /**
   * True when the node already holds that state.
   */
  'checkpointPresent'?: (boolean);
  /**
   * Bytes of it that the node already holds: where to go on.
   */
  'checkpointOffset'?: (number | string | Long);
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
  /**
   * The epoch behind which this stage of the job begins; 0: it begins with the first weights of the specification, and
   * there is no checkpoint to upload.
   */
  'checkpointEpoch': (number);
  /**
   * True when the node already holds that state.
   */
  'checkpointPresent': (boolean);
  /**
   * Bytes of it that the node already holds: where to go on.
   */
  'checkpointOffset': (string);
}

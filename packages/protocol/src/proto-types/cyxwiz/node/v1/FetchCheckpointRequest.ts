// Original file: proto/cyxwiz/node/v1/training.proto

import type { Long } from '@grpc/proto-loader';

export interface FetchCheckpointRequest {
  /**
   * The last epoch that the checkpoint contains: a multiple of the job's checkpoint interval, or its last epoch. 0: the
   * latest one that may be had. Whoever resumes names the epoch, which the first chunk tells.
   */
  'epoch'?: (number);
  /**
   * As in DownloadWeightsRequest.
   */
  'offset'?: (number | string | Long);
}

export interface FetchCheckpointRequest__Output {
  /**
   * The last epoch that the checkpoint contains: a multiple of the job's checkpoint interval, or its last epoch. 0: the
   * latest one that may be had. Whoever resumes names the epoch, which the first chunk tells.
   */
  'epoch': (number);
  /**
   * As in DownloadWeightsRequest.
   */
  'offset': (string);
}

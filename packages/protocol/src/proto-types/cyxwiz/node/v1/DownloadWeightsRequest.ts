// Original file: proto/cyxwiz/node/v1/training.proto

import type { Long } from '@grpc/proto-loader';

export interface DownloadWeightsRequest {
  /**
   * 0 up to and including the file's length; at the length comes one chunk without data, with the SHA-256.
   */
  'offset'?: (number | string | Long);
}

export interface DownloadWeightsRequest__Output {
  /**
   * 0 up to and including the file's length; at the length comes one chunk without data, with the SHA-256.
   */
  'offset': (string);
}

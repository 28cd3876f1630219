// Original file: proto/cyxwiz/node/v1/training.proto

import type { Long } from '@grpc/proto-loader';

export interface DownloadWeightsRequest {
  'offset'?: (number | string | Long);
}

export interface DownloadWeightsRequest__Output {
  'offset': (string);
}

// Original file: proto/cyxwiz/node/v1/training.proto

import type { Long } from '@grpc/proto-loader';

export interface UploadCheckpointRequest {
  'offset'?: (number | string | Long);
  'totalBytes'?: (number | string | Long);
  'data'?: (Buffer | Uint8Array | string);
  /**
   * CRC-32C of data.
   */
  'checksum'?: (number);
}

export interface UploadCheckpointRequest__Output {
  'offset': (string);
  'totalBytes': (string);
  'data': (Buffer);
  /**
   * CRC-32C of data.
   */
  'checksum': (number);
}

// Original file: proto/cyxwiz/node/v1/training.proto

import type { Long } from '@grpc/proto-loader';

export interface DownloadWeightsResponse {
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
}

export interface DownloadWeightsResponse__Output {
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
}

// Original file: proto/cyxwiz/coordinator/v1/node_gateway.proto

import type { Long } from '@grpc/proto-loader';

export interface ReportProgressRequest {
  'job'?: (string);
  'epoch'?: (number);
  'lossMicros'?: (number | string | Long);
  'accuracyPpm'?: (number);
  'elapsedMs'?: (number | string | Long);
  /**
   * Hash H_e of the latest checkpoint, 32 bytes big endian; every ten epochs.
   */
  'checkpointHash'?: (Buffer | Uint8Array | string);
}

export interface ReportProgressRequest__Output {
  'job': (string);
  'epoch': (number);
  'lossMicros': (string);
  'accuracyPpm': (number);
  'elapsedMs': (string);
  /**
   * Hash H_e of the latest checkpoint, 32 bytes big endian; every ten epochs.
   */
  'checkpointHash': (Buffer);
}

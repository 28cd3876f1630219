// Original file: proto/cyxwiz/node/v1/training.proto

import type { Long } from '@grpc/proto-loader';

export interface ConnectResponse {
  /**
   * Good for this job, some hours, and any number of connections; also after the node has restarted.
   */
  'session'?: (string);
  /**
   * The version that holds from here on.
   */
  'protocolVersion'?: (number);
  'maxChunkBytes'?: (number | string | Long);
  'agentVersion'?: (string);
}

export interface ConnectResponse__Output {
  /**
   * Good for this job, some hours, and any number of connections; also after the node has restarted.
   */
  'session': (string);
  /**
   * The version that holds from here on.
   */
  'protocolVersion': (number);
  'maxChunkBytes': (string);
  'agentVersion': (string);
}

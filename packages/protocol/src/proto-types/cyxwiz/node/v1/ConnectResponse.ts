// Original file: proto/cyxwiz/node/v1/training.proto

import type { Long } from '@grpc/proto-loader';

export interface ConnectResponse {
  'session'?: (string);
  'protocolVersion'?: (number);
  'maxChunkBytes'?: (number | string | Long);
  'agentVersion'?: (string);
}

export interface ConnectResponse__Output {
  'session': (string);
  'protocolVersion': (number);
  'maxChunkBytes': (string);
  'agentVersion': (string);
}

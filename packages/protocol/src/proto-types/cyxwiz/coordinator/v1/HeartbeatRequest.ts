// Original file: proto/cyxwiz/coordinator/v1/node_gateway.proto

import type { Long } from '@grpc/proto-loader';

export interface HeartbeatRequest {
  'freeSlots'?: (number);
  'cpuLoad'?: (number | string);
  'memoryUsedMib'?: (number | string | Long);
}

export interface HeartbeatRequest__Output {
  'freeSlots': (number);
  'cpuLoad': (number);
  'memoryUsedMib': (string);
}

// Original file: proto/cyxwiz/coordinator/v1/node_gateway.proto

import type { Long } from '@grpc/proto-loader';

export interface HeartbeatRequest {
  'freeSlots'?: (number);
  'cpuLoad'?: (number | string);
  'memoryUsedMib'?: (number | string | Long);
  /**
   * The node ends its jobs and takes no new ones. Nothing is reserved here from the answer on, until a heartbeat without it.
   */
  'draining'?: (boolean);
}

export interface HeartbeatRequest__Output {
  'freeSlots': (number);
  'cpuLoad': (number);
  'memoryUsedMib': (string);
  /**
   * The node ends its jobs and takes no new ones. Nothing is reserved here from the answer on, until a heartbeat without it.
   */
  'draining': (boolean);
}

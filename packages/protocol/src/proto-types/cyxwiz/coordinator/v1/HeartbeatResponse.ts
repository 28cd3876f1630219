// Original file: proto/cyxwiz/coordinator/v1/node_gateway.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

export interface HeartbeatResponse {
  'serverTime'?: (_google_protobuf_Timestamp | null);
}

export interface HeartbeatResponse__Output {
  'serverTime': (_google_protobuf_Timestamp__Output | null);
}

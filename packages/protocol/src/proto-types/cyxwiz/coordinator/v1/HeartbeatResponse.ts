// Original file: proto/cyxwiz/coordinator/v1/node_gateway.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

export interface HeartbeatResponse {
  'serverTime'?: (_google_protobuf_Timestamp | null);
  /**
   * Of a node that drains: jobs whose clients may still count on it. They are reserved here, or paid for and not accepted yet.
   */
  'promisedJobs'?: (string)[];
}

export interface HeartbeatResponse__Output {
  'serverTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * Of a node that drains: jobs whose clients may still count on it. They are reserved here, or paid for and not accepted yet.
   */
  'promisedJobs': (string)[];
}

// Original file: proto/cyxwiz/coordinator/v1/node_gateway.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

export interface WatchAssignmentsResponse {
  'job'?: (string);
  'salt'?: (Buffer | Uint8Array | string);
  'specJson'?: (Buffer | Uint8Array | string);
  'clientWallet'?: (string);
  'clientKey'?: (Buffer | Uint8Array | string);
  'acceptBy'?: (_google_protobuf_Timestamp | null);
}

export interface WatchAssignmentsResponse__Output {
  'job': (string);
  'salt': (Buffer);
  'specJson': (Buffer);
  'clientWallet': (string);
  'clientKey': (Buffer);
  'acceptBy': (_google_protobuf_Timestamp__Output | null);
}

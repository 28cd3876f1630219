// Original file: proto/cyxwiz/coordinator/v1/node_gateway.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

export interface RegisterNodeResponse {
  'session'?: (string);
  'expiresAt'?: (_google_protobuf_Timestamp | null);
  'heartbeatSeconds'?: (number);
  /**
   * As whom the coordinator signs them (`iss`): the address of that account. Their `kid` is the key itself, base58.
   */
  'issuer'?: (string);
}

export interface RegisterNodeResponse__Output {
  'session': (string);
  'expiresAt': (_google_protobuf_Timestamp__Output | null);
  'heartbeatSeconds': (number);
  /**
   * As whom the coordinator signs them (`iss`): the address of that account. Their `kid` is the key itself, base58.
   */
  'issuer': (string);
}

// Original file: proto/cyxwiz/coordinator/v1/node_gateway.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

export interface CheckReachabilityResponse {
  /**
   * What was dialled.
   */
  'endpoint'?: (string);
  /**
   * When the coordinator last heard of the node.
   */
  'lastSeen'?: (_google_protobuf_Timestamp | null);
  /**
   * SHA-256 of the public key (SubjectPublicKeyInfo) that answered; empty when none did.
   */
  'tlsKeyHash'?: (Buffer | Uint8Array | string);
  /**
   * Why none did: NAME_UNKNOWN, ADDRESS_NOT_PUBLIC, REFUSED, TIMED_OUT, UNREACHABLE, NO_TLS, NODE_NOT_AT_RELAY or RELAY_FAILED.
   */
  'failure'?: (string);
}

export interface CheckReachabilityResponse__Output {
  /**
   * What was dialled.
   */
  'endpoint': (string);
  /**
   * When the coordinator last heard of the node.
   */
  'lastSeen': (_google_protobuf_Timestamp__Output | null);
  /**
   * SHA-256 of the public key (SubjectPublicKeyInfo) that answered; empty when none did.
   */
  'tlsKeyHash': (Buffer);
  /**
   * Why none did: NAME_UNKNOWN, ADDRESS_NOT_PUBLIC, REFUSED, TIMED_OUT, UNREACHABLE, NO_TLS, NODE_NOT_AT_RELAY or RELAY_FAILED.
   */
  'failure': (string);
}

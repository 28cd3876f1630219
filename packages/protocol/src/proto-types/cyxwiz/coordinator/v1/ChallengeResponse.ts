// Original file: proto/cyxwiz/coordinator/v1/node_gateway.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

export interface ChallengeResponse {
  'challenge'?: (Buffer | Uint8Array | string);
  'expiresAt'?: (_google_protobuf_Timestamp | null);
}

export interface ChallengeResponse__Output {
  'challenge': (Buffer);
  'expiresAt': (_google_protobuf_Timestamp__Output | null);
}

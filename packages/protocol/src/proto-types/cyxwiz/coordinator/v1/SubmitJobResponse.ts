// Original file: proto/cyxwiz/coordinator/v1/coordinator.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';
import type { Rejection as _cyxwiz_coordinator_v1_Rejection, Rejection__Output as _cyxwiz_coordinator_v1_Rejection__Output } from '../../../cyxwiz/coordinator/v1/Rejection.ts';
import type { Long } from '@grpc/proto-loader';

export interface SubmitJobResponse {
  /**
   * Address of the job account that the transaction creates.
   */
  'job'?: (string);
  'node'?: (string);
  /**
   * Secret behind the assignment hash: sha256("cyxwiz:assignment:v1" ‖ node ‖ salt) stands in the transaction's
   * create_job, as does the specification's SHA-256. The client looks for both before it signs.
   */
  'salt'?: (Buffer | Uint8Array | string);
  'nonce'?: (number | string | Long);
  'price'?: (number | string | Long);
  'decimals'?: (number);
  'deadlineSeconds'?: (number | string | Long);
  /**
   * Unsigned versioned transaction (version 0) that the client's wallet alone signs and sends. Its blockhash lives about
   * half a minute; the same request with the same idempotency_key gives the same offer with a fresh one.
   */
  'transaction'?: (Buffer | Uint8Array | string);
  'reservedUntil'?: (_google_protobuf_Timestamp | null);
  'rejections'?: (_cyxwiz_coordinator_v1_Rejection)[];
  'matchScore'?: (number | string);
  'priceExplanation'?: (string)[];
}

export interface SubmitJobResponse__Output {
  /**
   * Address of the job account that the transaction creates.
   */
  'job': (string);
  'node': (string);
  /**
   * Secret behind the assignment hash: sha256("cyxwiz:assignment:v1" ‖ node ‖ salt) stands in the transaction's
   * create_job, as does the specification's SHA-256. The client looks for both before it signs.
   */
  'salt': (Buffer);
  'nonce': (string);
  'price': (string);
  'decimals': (number);
  'deadlineSeconds': (string);
  /**
   * Unsigned versioned transaction (version 0) that the client's wallet alone signs and sends. Its blockhash lives about
   * half a minute; the same request with the same idempotency_key gives the same offer with a fresh one.
   */
  'transaction': (Buffer);
  'reservedUntil': (_google_protobuf_Timestamp__Output | null);
  'rejections': (_cyxwiz_coordinator_v1_Rejection__Output)[];
  'matchScore': (number);
  'priceExplanation': (string)[];
}

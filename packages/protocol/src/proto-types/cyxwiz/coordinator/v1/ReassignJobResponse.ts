// Original file: proto/cyxwiz/coordinator/v1/coordinator.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';
import type { Rejection as _cyxwiz_coordinator_v1_Rejection, Rejection__Output as _cyxwiz_coordinator_v1_Rejection__Output } from '../../../cyxwiz/coordinator/v1/Rejection.ts';
import type { Long } from '@grpc/proto-loader';

export interface ReassignJobResponse {
  'node'?: (string);
  /**
   * Secret behind the assignment hash, as in SubmitJobResponse.
   */
  'salt'?: (Buffer | Uint8Array | string);
  /**
   * What the next node works for: the price, less what earlier nodes earned. Base units.
   */
  'stagePrice'?: (number | string | Long);
  /**
   * The job's estimate, as far as it falls on the epochs that are left, rounded up.
   */
  'estimatedSeconds'?: (number);
  'deadlineSeconds'?: (number | string | Long);
  /**
   * Behind which the next node goes on; 0: with the first weights.
   */
  'epochsDone'?: (number);
  /**
   * Unsigned versioned transaction (version 0) that the client's wallet alone signs and sends. The same call gives the same
   * node with a fresh blockhash while the reservation lasts.
   */
  'transaction'?: (Buffer | Uint8Array | string);
  'reservedUntil'?: (_google_protobuf_Timestamp | null);
  'rejections'?: (_cyxwiz_coordinator_v1_Rejection)[];
  'matchScore'?: (number | string);
}

export interface ReassignJobResponse__Output {
  'node': (string);
  /**
   * Secret behind the assignment hash, as in SubmitJobResponse.
   */
  'salt': (Buffer);
  /**
   * What the next node works for: the price, less what earlier nodes earned. Base units.
   */
  'stagePrice': (string);
  /**
   * The job's estimate, as far as it falls on the epochs that are left, rounded up.
   */
  'estimatedSeconds': (number);
  'deadlineSeconds': (string);
  /**
   * Behind which the next node goes on; 0: with the first weights.
   */
  'epochsDone': (number);
  /**
   * Unsigned versioned transaction (version 0) that the client's wallet alone signs and sends. The same call gives the same
   * node with a fresh blockhash while the reservation lasts.
   */
  'transaction': (Buffer);
  'reservedUntil': (_google_protobuf_Timestamp__Output | null);
  'rejections': (_cyxwiz_coordinator_v1_Rejection__Output)[];
  'matchScore': (number);
}

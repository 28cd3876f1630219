// Original file: proto/cyxwiz/coordinator/v1/coordinator.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';
import type { JobPhase as _cyxwiz_coordinator_v1_JobPhase, JobPhase__Output as _cyxwiz_coordinator_v1_JobPhase__Output } from '../../../cyxwiz/coordinator/v1/JobPhase.ts';

export interface ConfirmEscrowResponse {
  /**
   * Where the node's TrainingService is: host:port, or host:port#NODE at a relay (RegisterNodeRequest.endpoint).
   */
  'endpoint'?: (string);
  'node'?: (string);
  /**
   * EdDSA JWT for the node, five minutes, single use. ConfirmEscrow again gives another, for as long as the job runs.
   */
  'token'?: (string);
  'tokenExpiresAt'?: (_google_protobuf_Timestamp | null);
  'phase'?: (_cyxwiz_coordinator_v1_JobPhase);
}

export interface ConfirmEscrowResponse__Output {
  /**
   * Where the node's TrainingService is: host:port, or host:port#NODE at a relay (RegisterNodeRequest.endpoint).
   */
  'endpoint': (string);
  'node': (string);
  /**
   * EdDSA JWT for the node, five minutes, single use. ConfirmEscrow again gives another, for as long as the job runs.
   */
  'token': (string);
  'tokenExpiresAt': (_google_protobuf_Timestamp__Output | null);
  'phase': (_cyxwiz_coordinator_v1_JobPhase__Output);
}

// Original file: proto/cyxwiz/coordinator/v1/coordinator.proto

import type { ResourceRequirements as _cyxwiz_coordinator_v1_ResourceRequirements, ResourceRequirements__Output as _cyxwiz_coordinator_v1_ResourceRequirements__Output } from '../../../cyxwiz/coordinator/v1/ResourceRequirements.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * Whether the node is dead the program decides: no anchor and no heartbeat for two hours (governance's `silence`), or the
 * deadline over. Asked before, this is refused with NODE_ALIVE. A job in the exact tier begins anew; any other goes on behind
 * its last proven checkpoint, whose state the client hands to the next node (UploadCheckpoint of its TrainingService).
 */
export interface ReassignJobRequest {
  'job'?: (string);
  /**
   * What the node must have; absent: any.
   */
  'resources'?: (_cyxwiz_coordinator_v1_ResourceRequirements | null);
  /**
   * Seconds from the transaction after which anyone may refund; 0: the coordinator's default.
   */
  'deadlineSeconds'?: (number | string | Long);
}

/**
 * Whether the node is dead the program decides: no anchor and no heartbeat for two hours (governance's `silence`), or the
 * deadline over. Asked before, this is refused with NODE_ALIVE. A job in the exact tier begins anew; any other goes on behind
 * its last proven checkpoint, whose state the client hands to the next node (UploadCheckpoint of its TrainingService).
 */
export interface ReassignJobRequest__Output {
  'job': (string);
  /**
   * What the node must have; absent: any.
   */
  'resources': (_cyxwiz_coordinator_v1_ResourceRequirements__Output | null);
  /**
   * Seconds from the transaction after which anyone may refund; 0: the coordinator's default.
   */
  'deadlineSeconds': (string);
}

// Original file: proto/cyxwiz/coordinator/v1/coordinator.proto

import type { JobPhase as _cyxwiz_coordinator_v1_JobPhase, JobPhase__Output as _cyxwiz_coordinator_v1_JobPhase__Output } from '../../../cyxwiz/coordinator/v1/JobPhase.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';
import type { Movement as _cyxwiz_coordinator_v1_Movement, Movement__Output as _cyxwiz_coordinator_v1_Movement__Output } from '../../../cyxwiz/coordinator/v1/Movement.ts';
import type { VerificationTier as _cyxwiz_coordinator_v1_VerificationTier, VerificationTier__Output as _cyxwiz_coordinator_v1_VerificationTier__Output } from '../../../cyxwiz/coordinator/v1/VerificationTier.ts';
import type { Long } from '@grpc/proto-loader';

export interface Job {
  'job'?: (string);
  'clientWallet'?: (string);
  'node'?: (string);
  'phase'?: (_cyxwiz_coordinator_v1_JobPhase);
  'mint'?: (string);
  'price'?: (number | string | Long);
  'checkpoints'?: (number);
  'anchoredCheckpoints'?: (number);
  'provenCheckpoints'?: (number);
  'createdAt'?: (_google_protobuf_Timestamp | null);
  'updatedAt'?: (_google_protobuf_Timestamp | null);
  /**
   * Latest metrics that the node reported; not verified.
   */
  'lossMicros'?: (number | string | Long);
  'accuracyPpm'?: (number);
  'reportedEpoch'?: (number);
  /**
   * Each movement of money with the transaction that made it.
   */
  'movements'?: (_cyxwiz_coordinator_v1_Movement)[];
  /**
   * Latest slot at which the chain was read for this job.
   */
  'observedSlot'?: (number | string | Long);
  'error'?: (string);
  'tier'?: (_cyxwiz_coordinator_v1_VerificationTier);
  /**
   * Segments to prove, known once a node has accepted; 0 in the committed tier.
   */
  'auditsDue'?: (number);
  'auditsProven'?: (number);
  /**
   * Nodes that failed before the present one; checkpoints count within its stage.
   */
  'reassignments'?: (number);
  '_lossMicros'?: "lossMicros";
  '_accuracyPpm'?: "accuracyPpm";
}

export interface Job__Output {
  'job': (string);
  'clientWallet': (string);
  'node': (string);
  'phase': (_cyxwiz_coordinator_v1_JobPhase__Output);
  'mint': (string);
  'price': (string);
  'checkpoints': (number);
  'anchoredCheckpoints': (number);
  'provenCheckpoints': (number);
  'createdAt': (_google_protobuf_Timestamp__Output | null);
  'updatedAt': (_google_protobuf_Timestamp__Output | null);
  /**
   * Latest metrics that the node reported; not verified.
   */
  'lossMicros'?: (string);
  'accuracyPpm'?: (number);
  'reportedEpoch': (number);
  /**
   * Each movement of money with the transaction that made it.
   */
  'movements': (_cyxwiz_coordinator_v1_Movement__Output)[];
  /**
   * Latest slot at which the chain was read for this job.
   */
  'observedSlot': (string);
  'error': (string);
  'tier': (_cyxwiz_coordinator_v1_VerificationTier__Output);
  /**
   * Segments to prove, known once a node has accepted; 0 in the committed tier.
   */
  'auditsDue': (number);
  'auditsProven': (number);
  /**
   * Nodes that failed before the present one; checkpoints count within its stage.
   */
  'reassignments': (number);
  '_lossMicros'?: "lossMicros";
  '_accuracyPpm'?: "accuracyPpm";
}

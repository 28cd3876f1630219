// Original file: proto/cyxwiz/node/v1/training.proto

import type { TrainingStatus as _cyxwiz_node_v1_TrainingStatus, TrainingStatus__Output as _cyxwiz_node_v1_TrainingStatus__Output } from '../../../cyxwiz/node/v1/TrainingStatus.ts';
import type { EpochMetrics as _cyxwiz_node_v1_EpochMetrics, EpochMetrics__Output as _cyxwiz_node_v1_EpochMetrics__Output } from '../../../cyxwiz/node/v1/EpochMetrics.ts';
import type { CheckpointAnchored as _cyxwiz_node_v1_CheckpointAnchored, CheckpointAnchored__Output as _cyxwiz_node_v1_CheckpointAnchored__Output } from '../../../cyxwiz/node/v1/CheckpointAnchored.ts';
import type { ProofProgress as _cyxwiz_node_v1_ProofProgress, ProofProgress__Output as _cyxwiz_node_v1_ProofProgress__Output } from '../../../cyxwiz/node/v1/ProofProgress.ts';
import type { TrainingEnded as _cyxwiz_node_v1_TrainingEnded, TrainingEnded__Output as _cyxwiz_node_v1_TrainingEnded__Output } from '../../../cyxwiz/node/v1/TrainingEnded.ts';
import type { AuditProgress as _cyxwiz_node_v1_AuditProgress, AuditProgress__Output as _cyxwiz_node_v1_AuditProgress__Output } from '../../../cyxwiz/node/v1/AuditProgress.ts';

export interface TrainResponse {
  'status'?: (_cyxwiz_node_v1_TrainingStatus | null);
  'epoch'?: (_cyxwiz_node_v1_EpochMetrics | null);
  'anchored'?: (_cyxwiz_node_v1_CheckpointAnchored | null);
  'proof'?: (_cyxwiz_node_v1_ProofProgress | null);
  'ended'?: (_cyxwiz_node_v1_TrainingEnded | null);
  'audit'?: (_cyxwiz_node_v1_AuditProgress | null);
  'event'?: "status"|"epoch"|"anchored"|"proof"|"ended"|"audit";
}

export interface TrainResponse__Output {
  'status'?: (_cyxwiz_node_v1_TrainingStatus__Output | null);
  'epoch'?: (_cyxwiz_node_v1_EpochMetrics__Output | null);
  'anchored'?: (_cyxwiz_node_v1_CheckpointAnchored__Output | null);
  'proof'?: (_cyxwiz_node_v1_ProofProgress__Output | null);
  'ended'?: (_cyxwiz_node_v1_TrainingEnded__Output | null);
  'audit'?: (_cyxwiz_node_v1_AuditProgress__Output | null);
  'event'?: "status"|"epoch"|"anchored"|"proof"|"ended"|"audit";
}

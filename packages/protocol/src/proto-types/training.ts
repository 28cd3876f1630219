import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { AuditProgress as _cyxwiz_node_v1_AuditProgress, AuditProgress__Output as _cyxwiz_node_v1_AuditProgress__Output } from './cyxwiz/node/v1/AuditProgress.ts';
import type { CheckpointAnchored as _cyxwiz_node_v1_CheckpointAnchored, CheckpointAnchored__Output as _cyxwiz_node_v1_CheckpointAnchored__Output } from './cyxwiz/node/v1/CheckpointAnchored.ts';
import type { CheckpointNow as _cyxwiz_node_v1_CheckpointNow, CheckpointNow__Output as _cyxwiz_node_v1_CheckpointNow__Output } from './cyxwiz/node/v1/CheckpointNow.ts';
import type { ConnectRequest as _cyxwiz_node_v1_ConnectRequest, ConnectRequest__Output as _cyxwiz_node_v1_ConnectRequest__Output } from './cyxwiz/node/v1/ConnectRequest.ts';
import type { ConnectResponse as _cyxwiz_node_v1_ConnectResponse, ConnectResponse__Output as _cyxwiz_node_v1_ConnectResponse__Output } from './cyxwiz/node/v1/ConnectResponse.ts';
import type { DownloadWeightsRequest as _cyxwiz_node_v1_DownloadWeightsRequest, DownloadWeightsRequest__Output as _cyxwiz_node_v1_DownloadWeightsRequest__Output } from './cyxwiz/node/v1/DownloadWeightsRequest.ts';
import type { DownloadWeightsResponse as _cyxwiz_node_v1_DownloadWeightsResponse, DownloadWeightsResponse__Output as _cyxwiz_node_v1_DownloadWeightsResponse__Output } from './cyxwiz/node/v1/DownloadWeightsResponse.ts';
import type { EpochMetrics as _cyxwiz_node_v1_EpochMetrics, EpochMetrics__Output as _cyxwiz_node_v1_EpochMetrics__Output } from './cyxwiz/node/v1/EpochMetrics.ts';
import type { FetchCheckpointRequest as _cyxwiz_node_v1_FetchCheckpointRequest, FetchCheckpointRequest__Output as _cyxwiz_node_v1_FetchCheckpointRequest__Output } from './cyxwiz/node/v1/FetchCheckpointRequest.ts';
import type { FetchCheckpointResponse as _cyxwiz_node_v1_FetchCheckpointResponse, FetchCheckpointResponse__Output as _cyxwiz_node_v1_FetchCheckpointResponse__Output } from './cyxwiz/node/v1/FetchCheckpointResponse.ts';
import type { GetReceiptRequest as _cyxwiz_node_v1_GetReceiptRequest, GetReceiptRequest__Output as _cyxwiz_node_v1_GetReceiptRequest__Output } from './cyxwiz/node/v1/GetReceiptRequest.ts';
import type { GetReceiptResponse as _cyxwiz_node_v1_GetReceiptResponse, GetReceiptResponse__Output as _cyxwiz_node_v1_GetReceiptResponse__Output } from './cyxwiz/node/v1/GetReceiptResponse.ts';
import type { PauseTraining as _cyxwiz_node_v1_PauseTraining, PauseTraining__Output as _cyxwiz_node_v1_PauseTraining__Output } from './cyxwiz/node/v1/PauseTraining.ts';
import type { ProofProgress as _cyxwiz_node_v1_ProofProgress, ProofProgress__Output as _cyxwiz_node_v1_ProofProgress__Output } from './cyxwiz/node/v1/ProofProgress.ts';
import type { ResumeTraining as _cyxwiz_node_v1_ResumeTraining, ResumeTraining__Output as _cyxwiz_node_v1_ResumeTraining__Output } from './cyxwiz/node/v1/ResumeTraining.ts';
import type { SendJobRequest as _cyxwiz_node_v1_SendJobRequest, SendJobRequest__Output as _cyxwiz_node_v1_SendJobRequest__Output } from './cyxwiz/node/v1/SendJobRequest.ts';
import type { SendJobResponse as _cyxwiz_node_v1_SendJobResponse, SendJobResponse__Output as _cyxwiz_node_v1_SendJobResponse__Output } from './cyxwiz/node/v1/SendJobResponse.ts';
import type { SetMetricsInterval as _cyxwiz_node_v1_SetMetricsInterval, SetMetricsInterval__Output as _cyxwiz_node_v1_SetMetricsInterval__Output } from './cyxwiz/node/v1/SetMetricsInterval.ts';
import type { StartTraining as _cyxwiz_node_v1_StartTraining, StartTraining__Output as _cyxwiz_node_v1_StartTraining__Output } from './cyxwiz/node/v1/StartTraining.ts';
import type { StopTraining as _cyxwiz_node_v1_StopTraining, StopTraining__Output as _cyxwiz_node_v1_StopTraining__Output } from './cyxwiz/node/v1/StopTraining.ts';
import type { TrainRequest as _cyxwiz_node_v1_TrainRequest, TrainRequest__Output as _cyxwiz_node_v1_TrainRequest__Output } from './cyxwiz/node/v1/TrainRequest.ts';
import type { TrainResponse as _cyxwiz_node_v1_TrainResponse, TrainResponse__Output as _cyxwiz_node_v1_TrainResponse__Output } from './cyxwiz/node/v1/TrainResponse.ts';
import type { TrainingEnded as _cyxwiz_node_v1_TrainingEnded, TrainingEnded__Output as _cyxwiz_node_v1_TrainingEnded__Output } from './cyxwiz/node/v1/TrainingEnded.ts';
import type { TrainingServiceClient as _cyxwiz_node_v1_TrainingServiceClient, TrainingServiceDefinition as _cyxwiz_node_v1_TrainingServiceDefinition } from './cyxwiz/node/v1/TrainingService.ts';
import type { TrainingStatus as _cyxwiz_node_v1_TrainingStatus, TrainingStatus__Output as _cyxwiz_node_v1_TrainingStatus__Output } from './cyxwiz/node/v1/TrainingStatus.ts';
import type { UploadCheckpointRequest as _cyxwiz_node_v1_UploadCheckpointRequest, UploadCheckpointRequest__Output as _cyxwiz_node_v1_UploadCheckpointRequest__Output } from './cyxwiz/node/v1/UploadCheckpointRequest.ts';
import type { UploadCheckpointResponse as _cyxwiz_node_v1_UploadCheckpointResponse, UploadCheckpointResponse__Output as _cyxwiz_node_v1_UploadCheckpointResponse__Output } from './cyxwiz/node/v1/UploadCheckpointResponse.ts';
import type { UploadDatasetRequest as _cyxwiz_node_v1_UploadDatasetRequest, UploadDatasetRequest__Output as _cyxwiz_node_v1_UploadDatasetRequest__Output } from './cyxwiz/node/v1/UploadDatasetRequest.ts';
import type { UploadDatasetResponse as _cyxwiz_node_v1_UploadDatasetResponse, UploadDatasetResponse__Output as _cyxwiz_node_v1_UploadDatasetResponse__Output } from './cyxwiz/node/v1/UploadDatasetResponse.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  cyxwiz: {
    node: {
      v1: {
        AuditProgress: MessageTypeDefinition<_cyxwiz_node_v1_AuditProgress, _cyxwiz_node_v1_AuditProgress__Output>
        CheckpointAnchored: MessageTypeDefinition<_cyxwiz_node_v1_CheckpointAnchored, _cyxwiz_node_v1_CheckpointAnchored__Output>
        CheckpointNow: MessageTypeDefinition<_cyxwiz_node_v1_CheckpointNow, _cyxwiz_node_v1_CheckpointNow__Output>
        ConnectRequest: MessageTypeDefinition<_cyxwiz_node_v1_ConnectRequest, _cyxwiz_node_v1_ConnectRequest__Output>
        ConnectResponse: MessageTypeDefinition<_cyxwiz_node_v1_ConnectResponse, _cyxwiz_node_v1_ConnectResponse__Output>
        DownloadWeightsRequest: MessageTypeDefinition<_cyxwiz_node_v1_DownloadWeightsRequest, _cyxwiz_node_v1_DownloadWeightsRequest__Output>
        DownloadWeightsResponse: MessageTypeDefinition<_cyxwiz_node_v1_DownloadWeightsResponse, _cyxwiz_node_v1_DownloadWeightsResponse__Output>
        EpochMetrics: MessageTypeDefinition<_cyxwiz_node_v1_EpochMetrics, _cyxwiz_node_v1_EpochMetrics__Output>
        FetchCheckpointRequest: MessageTypeDefinition<_cyxwiz_node_v1_FetchCheckpointRequest, _cyxwiz_node_v1_FetchCheckpointRequest__Output>
        FetchCheckpointResponse: MessageTypeDefinition<_cyxwiz_node_v1_FetchCheckpointResponse, _cyxwiz_node_v1_FetchCheckpointResponse__Output>
        GetReceiptRequest: MessageTypeDefinition<_cyxwiz_node_v1_GetReceiptRequest, _cyxwiz_node_v1_GetReceiptRequest__Output>
        GetReceiptResponse: MessageTypeDefinition<_cyxwiz_node_v1_GetReceiptResponse, _cyxwiz_node_v1_GetReceiptResponse__Output>
        PauseTraining: MessageTypeDefinition<_cyxwiz_node_v1_PauseTraining, _cyxwiz_node_v1_PauseTraining__Output>
        ProofProgress: MessageTypeDefinition<_cyxwiz_node_v1_ProofProgress, _cyxwiz_node_v1_ProofProgress__Output>
        ResumeTraining: MessageTypeDefinition<_cyxwiz_node_v1_ResumeTraining, _cyxwiz_node_v1_ResumeTraining__Output>
        SendJobRequest: MessageTypeDefinition<_cyxwiz_node_v1_SendJobRequest, _cyxwiz_node_v1_SendJobRequest__Output>
        SendJobResponse: MessageTypeDefinition<_cyxwiz_node_v1_SendJobResponse, _cyxwiz_node_v1_SendJobResponse__Output>
        SetMetricsInterval: MessageTypeDefinition<_cyxwiz_node_v1_SetMetricsInterval, _cyxwiz_node_v1_SetMetricsInterval__Output>
        StartTraining: MessageTypeDefinition<_cyxwiz_node_v1_StartTraining, _cyxwiz_node_v1_StartTraining__Output>
        StopTraining: MessageTypeDefinition<_cyxwiz_node_v1_StopTraining, _cyxwiz_node_v1_StopTraining__Output>
        TrainRequest: MessageTypeDefinition<_cyxwiz_node_v1_TrainRequest, _cyxwiz_node_v1_TrainRequest__Output>
        TrainResponse: MessageTypeDefinition<_cyxwiz_node_v1_TrainResponse, _cyxwiz_node_v1_TrainResponse__Output>
        TrainingEnded: MessageTypeDefinition<_cyxwiz_node_v1_TrainingEnded, _cyxwiz_node_v1_TrainingEnded__Output>
        TrainingService: SubtypeConstructor<typeof grpc.Client, _cyxwiz_node_v1_TrainingServiceClient> & { service: _cyxwiz_node_v1_TrainingServiceDefinition }
        TrainingStatus: MessageTypeDefinition<_cyxwiz_node_v1_TrainingStatus, _cyxwiz_node_v1_TrainingStatus__Output>
        UploadCheckpointRequest: MessageTypeDefinition<_cyxwiz_node_v1_UploadCheckpointRequest, _cyxwiz_node_v1_UploadCheckpointRequest__Output>
        UploadCheckpointResponse: MessageTypeDefinition<_cyxwiz_node_v1_UploadCheckpointResponse, _cyxwiz_node_v1_UploadCheckpointResponse__Output>
        UploadDatasetRequest: MessageTypeDefinition<_cyxwiz_node_v1_UploadDatasetRequest, _cyxwiz_node_v1_UploadDatasetRequest__Output>
        UploadDatasetResponse: MessageTypeDefinition<_cyxwiz_node_v1_UploadDatasetResponse, _cyxwiz_node_v1_UploadDatasetResponse__Output>
      }
    }
  }
}


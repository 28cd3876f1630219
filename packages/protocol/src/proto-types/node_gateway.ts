import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { ChallengeRequest as _cyxwiz_coordinator_v1_ChallengeRequest, ChallengeRequest__Output as _cyxwiz_coordinator_v1_ChallengeRequest__Output } from './cyxwiz/coordinator/v1/ChallengeRequest.ts';
import type { ChallengeResponse as _cyxwiz_coordinator_v1_ChallengeResponse, ChallengeResponse__Output as _cyxwiz_coordinator_v1_ChallengeResponse__Output } from './cyxwiz/coordinator/v1/ChallengeResponse.ts';
import type { CheckReachabilityRequest as _cyxwiz_coordinator_v1_CheckReachabilityRequest, CheckReachabilityRequest__Output as _cyxwiz_coordinator_v1_CheckReachabilityRequest__Output } from './cyxwiz/coordinator/v1/CheckReachabilityRequest.ts';
import type { CheckReachabilityResponse as _cyxwiz_coordinator_v1_CheckReachabilityResponse, CheckReachabilityResponse__Output as _cyxwiz_coordinator_v1_CheckReachabilityResponse__Output } from './cyxwiz/coordinator/v1/CheckReachabilityResponse.ts';
import type { ConfirmEscrowRequest as _cyxwiz_coordinator_v1_ConfirmEscrowRequest, ConfirmEscrowRequest__Output as _cyxwiz_coordinator_v1_ConfirmEscrowRequest__Output } from './cyxwiz/coordinator/v1/ConfirmEscrowRequest.ts';
import type { ConfirmEscrowResponse as _cyxwiz_coordinator_v1_ConfirmEscrowResponse, ConfirmEscrowResponse__Output as _cyxwiz_coordinator_v1_ConfirmEscrowResponse__Output } from './cyxwiz/coordinator/v1/ConfirmEscrowResponse.ts';
import type { CoordinatorServiceClient as _cyxwiz_coordinator_v1_CoordinatorServiceClient, CoordinatorServiceDefinition as _cyxwiz_coordinator_v1_CoordinatorServiceDefinition } from './cyxwiz/coordinator/v1/CoordinatorService.ts';
import type { EstimatePriceRequest as _cyxwiz_coordinator_v1_EstimatePriceRequest, EstimatePriceRequest__Output as _cyxwiz_coordinator_v1_EstimatePriceRequest__Output } from './cyxwiz/coordinator/v1/EstimatePriceRequest.ts';
import type { EstimatePriceResponse as _cyxwiz_coordinator_v1_EstimatePriceResponse, EstimatePriceResponse__Output as _cyxwiz_coordinator_v1_EstimatePriceResponse__Output } from './cyxwiz/coordinator/v1/EstimatePriceResponse.ts';
import type { GetJobRequest as _cyxwiz_coordinator_v1_GetJobRequest, GetJobRequest__Output as _cyxwiz_coordinator_v1_GetJobRequest__Output } from './cyxwiz/coordinator/v1/GetJobRequest.ts';
import type { GetJobResponse as _cyxwiz_coordinator_v1_GetJobResponse, GetJobResponse__Output as _cyxwiz_coordinator_v1_GetJobResponse__Output } from './cyxwiz/coordinator/v1/GetJobResponse.ts';
import type { HeartbeatRequest as _cyxwiz_coordinator_v1_HeartbeatRequest, HeartbeatRequest__Output as _cyxwiz_coordinator_v1_HeartbeatRequest__Output } from './cyxwiz/coordinator/v1/HeartbeatRequest.ts';
import type { HeartbeatResponse as _cyxwiz_coordinator_v1_HeartbeatResponse, HeartbeatResponse__Output as _cyxwiz_coordinator_v1_HeartbeatResponse__Output } from './cyxwiz/coordinator/v1/HeartbeatResponse.ts';
import type { Job as _cyxwiz_coordinator_v1_Job, Job__Output as _cyxwiz_coordinator_v1_Job__Output } from './cyxwiz/coordinator/v1/Job.ts';
import type { Movement as _cyxwiz_coordinator_v1_Movement, Movement__Output as _cyxwiz_coordinator_v1_Movement__Output } from './cyxwiz/coordinator/v1/Movement.ts';
import type { NodeGatewayServiceClient as _cyxwiz_coordinator_v1_NodeGatewayServiceClient, NodeGatewayServiceDefinition as _cyxwiz_coordinator_v1_NodeGatewayServiceDefinition } from './cyxwiz/coordinator/v1/NodeGatewayService.ts';
import type { ReassignJobRequest as _cyxwiz_coordinator_v1_ReassignJobRequest, ReassignJobRequest__Output as _cyxwiz_coordinator_v1_ReassignJobRequest__Output } from './cyxwiz/coordinator/v1/ReassignJobRequest.ts';
import type { ReassignJobResponse as _cyxwiz_coordinator_v1_ReassignJobResponse, ReassignJobResponse__Output as _cyxwiz_coordinator_v1_ReassignJobResponse__Output } from './cyxwiz/coordinator/v1/ReassignJobResponse.ts';
import type { RegisterNodeRequest as _cyxwiz_coordinator_v1_RegisterNodeRequest, RegisterNodeRequest__Output as _cyxwiz_coordinator_v1_RegisterNodeRequest__Output } from './cyxwiz/coordinator/v1/RegisterNodeRequest.ts';
import type { RegisterNodeResponse as _cyxwiz_coordinator_v1_RegisterNodeResponse, RegisterNodeResponse__Output as _cyxwiz_coordinator_v1_RegisterNodeResponse__Output } from './cyxwiz/coordinator/v1/RegisterNodeResponse.ts';
import type { Rejection as _cyxwiz_coordinator_v1_Rejection, Rejection__Output as _cyxwiz_coordinator_v1_Rejection__Output } from './cyxwiz/coordinator/v1/Rejection.ts';
import type { ReportCompletionRequest as _cyxwiz_coordinator_v1_ReportCompletionRequest, ReportCompletionRequest__Output as _cyxwiz_coordinator_v1_ReportCompletionRequest__Output } from './cyxwiz/coordinator/v1/ReportCompletionRequest.ts';
import type { ReportCompletionResponse as _cyxwiz_coordinator_v1_ReportCompletionResponse, ReportCompletionResponse__Output as _cyxwiz_coordinator_v1_ReportCompletionResponse__Output } from './cyxwiz/coordinator/v1/ReportCompletionResponse.ts';
import type { ReportProgressRequest as _cyxwiz_coordinator_v1_ReportProgressRequest, ReportProgressRequest__Output as _cyxwiz_coordinator_v1_ReportProgressRequest__Output } from './cyxwiz/coordinator/v1/ReportProgressRequest.ts';
import type { ReportProgressResponse as _cyxwiz_coordinator_v1_ReportProgressResponse, ReportProgressResponse__Output as _cyxwiz_coordinator_v1_ReportProgressResponse__Output } from './cyxwiz/coordinator/v1/ReportProgressResponse.ts';
import type { ResourceRequirements as _cyxwiz_coordinator_v1_ResourceRequirements, ResourceRequirements__Output as _cyxwiz_coordinator_v1_ResourceRequirements__Output } from './cyxwiz/coordinator/v1/ResourceRequirements.ts';
import type { SubmitJobRequest as _cyxwiz_coordinator_v1_SubmitJobRequest, SubmitJobRequest__Output as _cyxwiz_coordinator_v1_SubmitJobRequest__Output } from './cyxwiz/coordinator/v1/SubmitJobRequest.ts';
import type { SubmitJobResponse as _cyxwiz_coordinator_v1_SubmitJobResponse, SubmitJobResponse__Output as _cyxwiz_coordinator_v1_SubmitJobResponse__Output } from './cyxwiz/coordinator/v1/SubmitJobResponse.ts';
import type { WatchAssignmentsRequest as _cyxwiz_coordinator_v1_WatchAssignmentsRequest, WatchAssignmentsRequest__Output as _cyxwiz_coordinator_v1_WatchAssignmentsRequest__Output } from './cyxwiz/coordinator/v1/WatchAssignmentsRequest.ts';
import type { WatchAssignmentsResponse as _cyxwiz_coordinator_v1_WatchAssignmentsResponse, WatchAssignmentsResponse__Output as _cyxwiz_coordinator_v1_WatchAssignmentsResponse__Output } from './cyxwiz/coordinator/v1/WatchAssignmentsResponse.ts';
import type { WatchJobRequest as _cyxwiz_coordinator_v1_WatchJobRequest, WatchJobRequest__Output as _cyxwiz_coordinator_v1_WatchJobRequest__Output } from './cyxwiz/coordinator/v1/WatchJobRequest.ts';
import type { WatchJobResponse as _cyxwiz_coordinator_v1_WatchJobResponse, WatchJobResponse__Output as _cyxwiz_coordinator_v1_WatchJobResponse__Output } from './cyxwiz/coordinator/v1/WatchJobResponse.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  cyxwiz: {
    coordinator: {
      v1: {
        ChallengeRequest: MessageTypeDefinition<_cyxwiz_coordinator_v1_ChallengeRequest, _cyxwiz_coordinator_v1_ChallengeRequest__Output>
        ChallengeResponse: MessageTypeDefinition<_cyxwiz_coordinator_v1_ChallengeResponse, _cyxwiz_coordinator_v1_ChallengeResponse__Output>
        CheckReachabilityRequest: MessageTypeDefinition<_cyxwiz_coordinator_v1_CheckReachabilityRequest, _cyxwiz_coordinator_v1_CheckReachabilityRequest__Output>
        CheckReachabilityResponse: MessageTypeDefinition<_cyxwiz_coordinator_v1_CheckReachabilityResponse, _cyxwiz_coordinator_v1_CheckReachabilityResponse__Output>
        ConfirmEscrowRequest: MessageTypeDefinition<_cyxwiz_coordinator_v1_ConfirmEscrowRequest, _cyxwiz_coordinator_v1_ConfirmEscrowRequest__Output>
        ConfirmEscrowResponse: MessageTypeDefinition<_cyxwiz_coordinator_v1_ConfirmEscrowResponse, _cyxwiz_coordinator_v1_ConfirmEscrowResponse__Output>
        CoordinatorService: SubtypeConstructor<typeof grpc.Client, _cyxwiz_coordinator_v1_CoordinatorServiceClient> & { service: _cyxwiz_coordinator_v1_CoordinatorServiceDefinition }
        EstimatePriceRequest: MessageTypeDefinition<_cyxwiz_coordinator_v1_EstimatePriceRequest, _cyxwiz_coordinator_v1_EstimatePriceRequest__Output>
        EstimatePriceResponse: MessageTypeDefinition<_cyxwiz_coordinator_v1_EstimatePriceResponse, _cyxwiz_coordinator_v1_EstimatePriceResponse__Output>
        GetJobRequest: MessageTypeDefinition<_cyxwiz_coordinator_v1_GetJobRequest, _cyxwiz_coordinator_v1_GetJobRequest__Output>
        GetJobResponse: MessageTypeDefinition<_cyxwiz_coordinator_v1_GetJobResponse, _cyxwiz_coordinator_v1_GetJobResponse__Output>
        GpuClass: EnumTypeDefinition
        HeartbeatRequest: MessageTypeDefinition<_cyxwiz_coordinator_v1_HeartbeatRequest, _cyxwiz_coordinator_v1_HeartbeatRequest__Output>
        HeartbeatResponse: MessageTypeDefinition<_cyxwiz_coordinator_v1_HeartbeatResponse, _cyxwiz_coordinator_v1_HeartbeatResponse__Output>
        Job: MessageTypeDefinition<_cyxwiz_coordinator_v1_Job, _cyxwiz_coordinator_v1_Job__Output>
        JobPhase: EnumTypeDefinition
        Movement: MessageTypeDefinition<_cyxwiz_coordinator_v1_Movement, _cyxwiz_coordinator_v1_Movement__Output>
        NodeGatewayService: SubtypeConstructor<typeof grpc.Client, _cyxwiz_coordinator_v1_NodeGatewayServiceClient> & { service: _cyxwiz_coordinator_v1_NodeGatewayServiceDefinition }
        Priority: EnumTypeDefinition
        ReassignJobRequest: MessageTypeDefinition<_cyxwiz_coordinator_v1_ReassignJobRequest, _cyxwiz_coordinator_v1_ReassignJobRequest__Output>
        ReassignJobResponse: MessageTypeDefinition<_cyxwiz_coordinator_v1_ReassignJobResponse, _cyxwiz_coordinator_v1_ReassignJobResponse__Output>
        RegisterNodeRequest: MessageTypeDefinition<_cyxwiz_coordinator_v1_RegisterNodeRequest, _cyxwiz_coordinator_v1_RegisterNodeRequest__Output>
        RegisterNodeResponse: MessageTypeDefinition<_cyxwiz_coordinator_v1_RegisterNodeResponse, _cyxwiz_coordinator_v1_RegisterNodeResponse__Output>
        Rejection: MessageTypeDefinition<_cyxwiz_coordinator_v1_Rejection, _cyxwiz_coordinator_v1_Rejection__Output>
        ReportCompletionRequest: MessageTypeDefinition<_cyxwiz_coordinator_v1_ReportCompletionRequest, _cyxwiz_coordinator_v1_ReportCompletionRequest__Output>
        ReportCompletionResponse: MessageTypeDefinition<_cyxwiz_coordinator_v1_ReportCompletionResponse, _cyxwiz_coordinator_v1_ReportCompletionResponse__Output>
        ReportProgressRequest: MessageTypeDefinition<_cyxwiz_coordinator_v1_ReportProgressRequest, _cyxwiz_coordinator_v1_ReportProgressRequest__Output>
        ReportProgressResponse: MessageTypeDefinition<_cyxwiz_coordinator_v1_ReportProgressResponse, _cyxwiz_coordinator_v1_ReportProgressResponse__Output>
        ResourceRequirements: MessageTypeDefinition<_cyxwiz_coordinator_v1_ResourceRequirements, _cyxwiz_coordinator_v1_ResourceRequirements__Output>
        SubmitJobRequest: MessageTypeDefinition<_cyxwiz_coordinator_v1_SubmitJobRequest, _cyxwiz_coordinator_v1_SubmitJobRequest__Output>
        SubmitJobResponse: MessageTypeDefinition<_cyxwiz_coordinator_v1_SubmitJobResponse, _cyxwiz_coordinator_v1_SubmitJobResponse__Output>
        VerificationTier: EnumTypeDefinition
        WatchAssignmentsRequest: MessageTypeDefinition<_cyxwiz_coordinator_v1_WatchAssignmentsRequest, _cyxwiz_coordinator_v1_WatchAssignmentsRequest__Output>
        WatchAssignmentsResponse: MessageTypeDefinition<_cyxwiz_coordinator_v1_WatchAssignmentsResponse, _cyxwiz_coordinator_v1_WatchAssignmentsResponse__Output>
        WatchJobRequest: MessageTypeDefinition<_cyxwiz_coordinator_v1_WatchJobRequest, _cyxwiz_coordinator_v1_WatchJobRequest__Output>
        WatchJobResponse: MessageTypeDefinition<_cyxwiz_coordinator_v1_WatchJobResponse, _cyxwiz_coordinator_v1_WatchJobResponse__Output>
      }
    }
  }
  google: {
    protobuf: {
      Timestamp: MessageTypeDefinition<_google_protobuf_Timestamp, _google_protobuf_Timestamp__Output>
    }
  }
}


// Original file: proto/cyxwiz/coordinator/v1/node_gateway.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ChallengeRequest as _cyxwiz_coordinator_v1_ChallengeRequest, ChallengeRequest__Output as _cyxwiz_coordinator_v1_ChallengeRequest__Output } from '../../../cyxwiz/coordinator/v1/ChallengeRequest.ts';
import type { ChallengeResponse as _cyxwiz_coordinator_v1_ChallengeResponse, ChallengeResponse__Output as _cyxwiz_coordinator_v1_ChallengeResponse__Output } from '../../../cyxwiz/coordinator/v1/ChallengeResponse.ts';
import type { CheckReachabilityRequest as _cyxwiz_coordinator_v1_CheckReachabilityRequest, CheckReachabilityRequest__Output as _cyxwiz_coordinator_v1_CheckReachabilityRequest__Output } from '../../../cyxwiz/coordinator/v1/CheckReachabilityRequest.ts';
import type { CheckReachabilityResponse as _cyxwiz_coordinator_v1_CheckReachabilityResponse, CheckReachabilityResponse__Output as _cyxwiz_coordinator_v1_CheckReachabilityResponse__Output } from '../../../cyxwiz/coordinator/v1/CheckReachabilityResponse.ts';
import type { HeartbeatRequest as _cyxwiz_coordinator_v1_HeartbeatRequest, HeartbeatRequest__Output as _cyxwiz_coordinator_v1_HeartbeatRequest__Output } from '../../../cyxwiz/coordinator/v1/HeartbeatRequest.ts';
import type { HeartbeatResponse as _cyxwiz_coordinator_v1_HeartbeatResponse, HeartbeatResponse__Output as _cyxwiz_coordinator_v1_HeartbeatResponse__Output } from '../../../cyxwiz/coordinator/v1/HeartbeatResponse.ts';
import type { RegisterNodeRequest as _cyxwiz_coordinator_v1_RegisterNodeRequest, RegisterNodeRequest__Output as _cyxwiz_coordinator_v1_RegisterNodeRequest__Output } from '../../../cyxwiz/coordinator/v1/RegisterNodeRequest.ts';
import type { RegisterNodeResponse as _cyxwiz_coordinator_v1_RegisterNodeResponse, RegisterNodeResponse__Output as _cyxwiz_coordinator_v1_RegisterNodeResponse__Output } from '../../../cyxwiz/coordinator/v1/RegisterNodeResponse.ts';
import type { ReportCompletionRequest as _cyxwiz_coordinator_v1_ReportCompletionRequest, ReportCompletionRequest__Output as _cyxwiz_coordinator_v1_ReportCompletionRequest__Output } from '../../../cyxwiz/coordinator/v1/ReportCompletionRequest.ts';
import type { ReportCompletionResponse as _cyxwiz_coordinator_v1_ReportCompletionResponse, ReportCompletionResponse__Output as _cyxwiz_coordinator_v1_ReportCompletionResponse__Output } from '../../../cyxwiz/coordinator/v1/ReportCompletionResponse.ts';
import type { ReportProgressRequest as _cyxwiz_coordinator_v1_ReportProgressRequest, ReportProgressRequest__Output as _cyxwiz_coordinator_v1_ReportProgressRequest__Output } from '../../../cyxwiz/coordinator/v1/ReportProgressRequest.ts';
import type { ReportProgressResponse as _cyxwiz_coordinator_v1_ReportProgressResponse, ReportProgressResponse__Output as _cyxwiz_coordinator_v1_ReportProgressResponse__Output } from '../../../cyxwiz/coordinator/v1/ReportProgressResponse.ts';
import type { WatchAssignmentsRequest as _cyxwiz_coordinator_v1_WatchAssignmentsRequest, WatchAssignmentsRequest__Output as _cyxwiz_coordinator_v1_WatchAssignmentsRequest__Output } from '../../../cyxwiz/coordinator/v1/WatchAssignmentsRequest.ts';
import type { WatchAssignmentsResponse as _cyxwiz_coordinator_v1_WatchAssignmentsResponse, WatchAssignmentsResponse__Output as _cyxwiz_coordinator_v1_WatchAssignmentsResponse__Output } from '../../../cyxwiz/coordinator/v1/WatchAssignmentsResponse.ts';

export interface NodeGatewayServiceClient extends grpc.Client {
  /**
   * A random challenge, valid for one minute, once.
   */
  Challenge(argument: _cyxwiz_coordinator_v1_ChallengeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ChallengeResponse__Output>): grpc.ClientUnaryCall;
  Challenge(argument: _cyxwiz_coordinator_v1_ChallengeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ChallengeResponse__Output>): grpc.ClientUnaryCall;
  Challenge(argument: _cyxwiz_coordinator_v1_ChallengeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ChallengeResponse__Output>): grpc.ClientUnaryCall;
  Challenge(argument: _cyxwiz_coordinator_v1_ChallengeRequest, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ChallengeResponse__Output>): grpc.ClientUnaryCall;
  /**
   * A random challenge, valid for one minute, once.
   */
  challenge(argument: _cyxwiz_coordinator_v1_ChallengeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ChallengeResponse__Output>): grpc.ClientUnaryCall;
  challenge(argument: _cyxwiz_coordinator_v1_ChallengeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ChallengeResponse__Output>): grpc.ClientUnaryCall;
  challenge(argument: _cyxwiz_coordinator_v1_ChallengeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ChallengeResponse__Output>): grpc.ClientUnaryCall;
  challenge(argument: _cyxwiz_coordinator_v1_ChallengeRequest, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ChallengeResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Dials the address that the node has announced, as a client would, and says what answers. Once in ten seconds and node.
   */
  CheckReachability(argument: _cyxwiz_coordinator_v1_CheckReachabilityRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_CheckReachabilityResponse__Output>): grpc.ClientUnaryCall;
  CheckReachability(argument: _cyxwiz_coordinator_v1_CheckReachabilityRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_CheckReachabilityResponse__Output>): grpc.ClientUnaryCall;
  CheckReachability(argument: _cyxwiz_coordinator_v1_CheckReachabilityRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_CheckReachabilityResponse__Output>): grpc.ClientUnaryCall;
  CheckReachability(argument: _cyxwiz_coordinator_v1_CheckReachabilityRequest, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_CheckReachabilityResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Dials the address that the node has announced, as a client would, and says what answers. Once in ten seconds and node.
   */
  checkReachability(argument: _cyxwiz_coordinator_v1_CheckReachabilityRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_CheckReachabilityResponse__Output>): grpc.ClientUnaryCall;
  checkReachability(argument: _cyxwiz_coordinator_v1_CheckReachabilityRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_CheckReachabilityResponse__Output>): grpc.ClientUnaryCall;
  checkReachability(argument: _cyxwiz_coordinator_v1_CheckReachabilityRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_CheckReachabilityResponse__Output>): grpc.ClientUnaryCall;
  checkReachability(argument: _cyxwiz_coordinator_v1_CheckReachabilityRequest, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_CheckReachabilityResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Presence: free slots and load. A node that is silent for 30 s is not matched, nor is one that drains.
   */
  Heartbeat(argument: _cyxwiz_coordinator_v1_HeartbeatRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_HeartbeatResponse__Output>): grpc.ClientUnaryCall;
  Heartbeat(argument: _cyxwiz_coordinator_v1_HeartbeatRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_HeartbeatResponse__Output>): grpc.ClientUnaryCall;
  Heartbeat(argument: _cyxwiz_coordinator_v1_HeartbeatRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_HeartbeatResponse__Output>): grpc.ClientUnaryCall;
  Heartbeat(argument: _cyxwiz_coordinator_v1_HeartbeatRequest, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_HeartbeatResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Presence: free slots and load. A node that is silent for 30 s is not matched, nor is one that drains.
   */
  heartbeat(argument: _cyxwiz_coordinator_v1_HeartbeatRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_HeartbeatResponse__Output>): grpc.ClientUnaryCall;
  heartbeat(argument: _cyxwiz_coordinator_v1_HeartbeatRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_HeartbeatResponse__Output>): grpc.ClientUnaryCall;
  heartbeat(argument: _cyxwiz_coordinator_v1_HeartbeatRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_HeartbeatResponse__Output>): grpc.ClientUnaryCall;
  heartbeat(argument: _cyxwiz_coordinator_v1_HeartbeatRequest, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_HeartbeatResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Opens a session: the operator key that is on chain signs the challenge.
   */
  RegisterNode(argument: _cyxwiz_coordinator_v1_RegisterNodeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_RegisterNodeResponse__Output>): grpc.ClientUnaryCall;
  RegisterNode(argument: _cyxwiz_coordinator_v1_RegisterNodeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_RegisterNodeResponse__Output>): grpc.ClientUnaryCall;
  RegisterNode(argument: _cyxwiz_coordinator_v1_RegisterNodeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_RegisterNodeResponse__Output>): grpc.ClientUnaryCall;
  RegisterNode(argument: _cyxwiz_coordinator_v1_RegisterNodeRequest, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_RegisterNodeResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Opens a session: the operator key that is on chain signs the challenge.
   */
  registerNode(argument: _cyxwiz_coordinator_v1_RegisterNodeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_RegisterNodeResponse__Output>): grpc.ClientUnaryCall;
  registerNode(argument: _cyxwiz_coordinator_v1_RegisterNodeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_RegisterNodeResponse__Output>): grpc.ClientUnaryCall;
  registerNode(argument: _cyxwiz_coordinator_v1_RegisterNodeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_RegisterNodeResponse__Output>): grpc.ClientUnaryCall;
  registerNode(argument: _cyxwiz_coordinator_v1_RegisterNodeRequest, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_RegisterNodeResponse__Output>): grpc.ClientUnaryCall;
  
  ReportCompletion(argument: _cyxwiz_coordinator_v1_ReportCompletionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ReportCompletionResponse__Output>): grpc.ClientUnaryCall;
  ReportCompletion(argument: _cyxwiz_coordinator_v1_ReportCompletionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ReportCompletionResponse__Output>): grpc.ClientUnaryCall;
  ReportCompletion(argument: _cyxwiz_coordinator_v1_ReportCompletionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ReportCompletionResponse__Output>): grpc.ClientUnaryCall;
  ReportCompletion(argument: _cyxwiz_coordinator_v1_ReportCompletionRequest, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ReportCompletionResponse__Output>): grpc.ClientUnaryCall;
  reportCompletion(argument: _cyxwiz_coordinator_v1_ReportCompletionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ReportCompletionResponse__Output>): grpc.ClientUnaryCall;
  reportCompletion(argument: _cyxwiz_coordinator_v1_ReportCompletionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ReportCompletionResponse__Output>): grpc.ClientUnaryCall;
  reportCompletion(argument: _cyxwiz_coordinator_v1_ReportCompletionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ReportCompletionResponse__Output>): grpc.ClientUnaryCall;
  reportCompletion(argument: _cyxwiz_coordinator_v1_ReportCompletionRequest, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ReportCompletionResponse__Output>): grpc.ClientUnaryCall;
  
  ReportProgress(argument: _cyxwiz_coordinator_v1_ReportProgressRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ReportProgressResponse__Output>): grpc.ClientUnaryCall;
  ReportProgress(argument: _cyxwiz_coordinator_v1_ReportProgressRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ReportProgressResponse__Output>): grpc.ClientUnaryCall;
  ReportProgress(argument: _cyxwiz_coordinator_v1_ReportProgressRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ReportProgressResponse__Output>): grpc.ClientUnaryCall;
  ReportProgress(argument: _cyxwiz_coordinator_v1_ReportProgressRequest, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ReportProgressResponse__Output>): grpc.ClientUnaryCall;
  reportProgress(argument: _cyxwiz_coordinator_v1_ReportProgressRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ReportProgressResponse__Output>): grpc.ClientUnaryCall;
  reportProgress(argument: _cyxwiz_coordinator_v1_ReportProgressRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ReportProgressResponse__Output>): grpc.ClientUnaryCall;
  reportProgress(argument: _cyxwiz_coordinator_v1_ReportProgressRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ReportProgressResponse__Output>): grpc.ClientUnaryCall;
  reportProgress(argument: _cyxwiz_coordinator_v1_ReportProgressRequest, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ReportProgressResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Assignments for this node, open ones first, then each new one.
   */
  WatchAssignments(argument: _cyxwiz_coordinator_v1_WatchAssignmentsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_cyxwiz_coordinator_v1_WatchAssignmentsResponse__Output>;
  WatchAssignments(argument: _cyxwiz_coordinator_v1_WatchAssignmentsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_cyxwiz_coordinator_v1_WatchAssignmentsResponse__Output>;
  /**
   * Assignments for this node, open ones first, then each new one.
   */
  watchAssignments(argument: _cyxwiz_coordinator_v1_WatchAssignmentsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_cyxwiz_coordinator_v1_WatchAssignmentsResponse__Output>;
  watchAssignments(argument: _cyxwiz_coordinator_v1_WatchAssignmentsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_cyxwiz_coordinator_v1_WatchAssignmentsResponse__Output>;
  
}

export interface NodeGatewayServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * A random challenge, valid for one minute, once.
   */
  Challenge: grpc.handleUnaryCall<_cyxwiz_coordinator_v1_ChallengeRequest__Output, _cyxwiz_coordinator_v1_ChallengeResponse>;
  
  /**
   * Dials the address that the node has announced, as a client would, and says what answers. Once in ten seconds and node.
   */
  CheckReachability: grpc.handleUnaryCall<_cyxwiz_coordinator_v1_CheckReachabilityRequest__Output, _cyxwiz_coordinator_v1_CheckReachabilityResponse>;
  
  /**
   * Presence: free slots and load. A node that is silent for 30 s is not matched, nor is one that drains.
   */
  Heartbeat: grpc.handleUnaryCall<_cyxwiz_coordinator_v1_HeartbeatRequest__Output, _cyxwiz_coordinator_v1_HeartbeatResponse>;
  
  /**
   * Opens a session: the operator key that is on chain signs the challenge.
   */
  RegisterNode: grpc.handleUnaryCall<_cyxwiz_coordinator_v1_RegisterNodeRequest__Output, _cyxwiz_coordinator_v1_RegisterNodeResponse>;
  
  ReportCompletion: grpc.handleUnaryCall<_cyxwiz_coordinator_v1_ReportCompletionRequest__Output, _cyxwiz_coordinator_v1_ReportCompletionResponse>;
  
  ReportProgress: grpc.handleUnaryCall<_cyxwiz_coordinator_v1_ReportProgressRequest__Output, _cyxwiz_coordinator_v1_ReportProgressResponse>;
  
  /**
   * Assignments for this node, open ones first, then each new one.
   */
  WatchAssignments: grpc.handleServerStreamingCall<_cyxwiz_coordinator_v1_WatchAssignmentsRequest__Output, _cyxwiz_coordinator_v1_WatchAssignmentsResponse>;
  
}

export interface NodeGatewayServiceDefinition extends grpc.ServiceDefinition {
  Challenge: MethodDefinition<_cyxwiz_coordinator_v1_ChallengeRequest, _cyxwiz_coordinator_v1_ChallengeResponse, _cyxwiz_coordinator_v1_ChallengeRequest__Output, _cyxwiz_coordinator_v1_ChallengeResponse__Output>
  CheckReachability: MethodDefinition<_cyxwiz_coordinator_v1_CheckReachabilityRequest, _cyxwiz_coordinator_v1_CheckReachabilityResponse, _cyxwiz_coordinator_v1_CheckReachabilityRequest__Output, _cyxwiz_coordinator_v1_CheckReachabilityResponse__Output>
  Heartbeat: MethodDefinition<_cyxwiz_coordinator_v1_HeartbeatRequest, _cyxwiz_coordinator_v1_HeartbeatResponse, _cyxwiz_coordinator_v1_HeartbeatRequest__Output, _cyxwiz_coordinator_v1_HeartbeatResponse__Output>
  RegisterNode: MethodDefinition<_cyxwiz_coordinator_v1_RegisterNodeRequest, _cyxwiz_coordinator_v1_RegisterNodeResponse, _cyxwiz_coordinator_v1_RegisterNodeRequest__Output, _cyxwiz_coordinator_v1_RegisterNodeResponse__Output>
  ReportCompletion: MethodDefinition<_cyxwiz_coordinator_v1_ReportCompletionRequest, _cyxwiz_coordinator_v1_ReportCompletionResponse, _cyxwiz_coordinator_v1_ReportCompletionRequest__Output, _cyxwiz_coordinator_v1_ReportCompletionResponse__Output>
  ReportProgress: MethodDefinition<_cyxwiz_coordinator_v1_ReportProgressRequest, _cyxwiz_coordinator_v1_ReportProgressResponse, _cyxwiz_coordinator_v1_ReportProgressRequest__Output, _cyxwiz_coordinator_v1_ReportProgressResponse__Output>
  WatchAssignments: MethodDefinition<_cyxwiz_coordinator_v1_WatchAssignmentsRequest, _cyxwiz_coordinator_v1_WatchAssignmentsResponse, _cyxwiz_coordinator_v1_WatchAssignmentsRequest__Output, _cyxwiz_coordinator_v1_WatchAssignmentsResponse__Output>
}

// Original file: proto/cyxwiz/coordinator/v1/coordinator.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ConfirmEscrowRequest as _cyxwiz_coordinator_v1_ConfirmEscrowRequest, ConfirmEscrowRequest__Output as _cyxwiz_coordinator_v1_ConfirmEscrowRequest__Output } from '../../../cyxwiz/coordinator/v1/ConfirmEscrowRequest.ts';
import type { ConfirmEscrowResponse as _cyxwiz_coordinator_v1_ConfirmEscrowResponse, ConfirmEscrowResponse__Output as _cyxwiz_coordinator_v1_ConfirmEscrowResponse__Output } from '../../../cyxwiz/coordinator/v1/ConfirmEscrowResponse.ts';
import type { EstimatePriceRequest as _cyxwiz_coordinator_v1_EstimatePriceRequest, EstimatePriceRequest__Output as _cyxwiz_coordinator_v1_EstimatePriceRequest__Output } from '../../../cyxwiz/coordinator/v1/EstimatePriceRequest.ts';
import type { EstimatePriceResponse as _cyxwiz_coordinator_v1_EstimatePriceResponse, EstimatePriceResponse__Output as _cyxwiz_coordinator_v1_EstimatePriceResponse__Output } from '../../../cyxwiz/coordinator/v1/EstimatePriceResponse.ts';
import type { GetJobRequest as _cyxwiz_coordinator_v1_GetJobRequest, GetJobRequest__Output as _cyxwiz_coordinator_v1_GetJobRequest__Output } from '../../../cyxwiz/coordinator/v1/GetJobRequest.ts';
import type { GetJobResponse as _cyxwiz_coordinator_v1_GetJobResponse, GetJobResponse__Output as _cyxwiz_coordinator_v1_GetJobResponse__Output } from '../../../cyxwiz/coordinator/v1/GetJobResponse.ts';
import type { ReassignJobRequest as _cyxwiz_coordinator_v1_ReassignJobRequest, ReassignJobRequest__Output as _cyxwiz_coordinator_v1_ReassignJobRequest__Output } from '../../../cyxwiz/coordinator/v1/ReassignJobRequest.ts';
import type { ReassignJobResponse as _cyxwiz_coordinator_v1_ReassignJobResponse, ReassignJobResponse__Output as _cyxwiz_coordinator_v1_ReassignJobResponse__Output } from '../../../cyxwiz/coordinator/v1/ReassignJobResponse.ts';
import type { SubmitJobRequest as _cyxwiz_coordinator_v1_SubmitJobRequest, SubmitJobRequest__Output as _cyxwiz_coordinator_v1_SubmitJobRequest__Output } from '../../../cyxwiz/coordinator/v1/SubmitJobRequest.ts';
import type { SubmitJobResponse as _cyxwiz_coordinator_v1_SubmitJobResponse, SubmitJobResponse__Output as _cyxwiz_coordinator_v1_SubmitJobResponse__Output } from '../../../cyxwiz/coordinator/v1/SubmitJobResponse.ts';
import type { WatchJobRequest as _cyxwiz_coordinator_v1_WatchJobRequest, WatchJobRequest__Output as _cyxwiz_coordinator_v1_WatchJobRequest__Output } from '../../../cyxwiz/coordinator/v1/WatchJobRequest.ts';
import type { WatchJobResponse as _cyxwiz_coordinator_v1_WatchJobResponse, WatchJobResponse__Output as _cyxwiz_coordinator_v1_WatchJobResponse__Output } from '../../../cyxwiz/coordinator/v1/WatchJobResponse.ts';

export interface CoordinatorServiceClient extends grpc.Client {
  /**
   * Reads the escrow account at `confirmed`, tells the node, and returns the token for the peer-to-peer connection.
   */
  ConfirmEscrow(argument: _cyxwiz_coordinator_v1_ConfirmEscrowRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ConfirmEscrowResponse__Output>): grpc.ClientUnaryCall;
  ConfirmEscrow(argument: _cyxwiz_coordinator_v1_ConfirmEscrowRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ConfirmEscrowResponse__Output>): grpc.ClientUnaryCall;
  ConfirmEscrow(argument: _cyxwiz_coordinator_v1_ConfirmEscrowRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ConfirmEscrowResponse__Output>): grpc.ClientUnaryCall;
  ConfirmEscrow(argument: _cyxwiz_coordinator_v1_ConfirmEscrowRequest, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ConfirmEscrowResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Reads the escrow account at `confirmed`, tells the node, and returns the token for the peer-to-peer connection.
   */
  confirmEscrow(argument: _cyxwiz_coordinator_v1_ConfirmEscrowRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ConfirmEscrowResponse__Output>): grpc.ClientUnaryCall;
  confirmEscrow(argument: _cyxwiz_coordinator_v1_ConfirmEscrowRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ConfirmEscrowResponse__Output>): grpc.ClientUnaryCall;
  confirmEscrow(argument: _cyxwiz_coordinator_v1_ConfirmEscrowRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ConfirmEscrowResponse__Output>): grpc.ClientUnaryCall;
  confirmEscrow(argument: _cyxwiz_coordinator_v1_ConfirmEscrowRequest, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ConfirmEscrowResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Prices a job without storing anything.
   */
  EstimatePrice(argument: _cyxwiz_coordinator_v1_EstimatePriceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_EstimatePriceResponse__Output>): grpc.ClientUnaryCall;
  EstimatePrice(argument: _cyxwiz_coordinator_v1_EstimatePriceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_EstimatePriceResponse__Output>): grpc.ClientUnaryCall;
  EstimatePrice(argument: _cyxwiz_coordinator_v1_EstimatePriceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_EstimatePriceResponse__Output>): grpc.ClientUnaryCall;
  EstimatePrice(argument: _cyxwiz_coordinator_v1_EstimatePriceRequest, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_EstimatePriceResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Prices a job without storing anything.
   */
  estimatePrice(argument: _cyxwiz_coordinator_v1_EstimatePriceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_EstimatePriceResponse__Output>): grpc.ClientUnaryCall;
  estimatePrice(argument: _cyxwiz_coordinator_v1_EstimatePriceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_EstimatePriceResponse__Output>): grpc.ClientUnaryCall;
  estimatePrice(argument: _cyxwiz_coordinator_v1_EstimatePriceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_EstimatePriceResponse__Output>): grpc.ClientUnaryCall;
  estimatePrice(argument: _cyxwiz_coordinator_v1_EstimatePriceRequest, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_EstimatePriceResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * What the coordinator knows of a job; money always with the transaction that moved it.
   */
  GetJob(argument: _cyxwiz_coordinator_v1_GetJobRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_GetJobResponse__Output>): grpc.ClientUnaryCall;
  GetJob(argument: _cyxwiz_coordinator_v1_GetJobRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_GetJobResponse__Output>): grpc.ClientUnaryCall;
  GetJob(argument: _cyxwiz_coordinator_v1_GetJobRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_GetJobResponse__Output>): grpc.ClientUnaryCall;
  GetJob(argument: _cyxwiz_coordinator_v1_GetJobRequest, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_GetJobResponse__Output>): grpc.ClientUnaryCall;
  /**
   * What the coordinator knows of a job; money always with the transaction that moved it.
   */
  getJob(argument: _cyxwiz_coordinator_v1_GetJobRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_GetJobResponse__Output>): grpc.ClientUnaryCall;
  getJob(argument: _cyxwiz_coordinator_v1_GetJobRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_GetJobResponse__Output>): grpc.ClientUnaryCall;
  getJob(argument: _cyxwiz_coordinator_v1_GetJobRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_GetJobResponse__Output>): grpc.ClientUnaryCall;
  getJob(argument: _cyxwiz_coordinator_v1_GetJobRequest, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_GetJobResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Finds another node for a job whose node died, reserves it for five minutes and returns the unsigned transaction that
   * reassigns the job: the dead node is paid what it proved, the next works for the rest. Afterwards ConfirmEscrow, as for a
   * new job, with the signature of that transaction.
   */
  ReassignJob(argument: _cyxwiz_coordinator_v1_ReassignJobRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ReassignJobResponse__Output>): grpc.ClientUnaryCall;
  ReassignJob(argument: _cyxwiz_coordinator_v1_ReassignJobRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ReassignJobResponse__Output>): grpc.ClientUnaryCall;
  ReassignJob(argument: _cyxwiz_coordinator_v1_ReassignJobRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ReassignJobResponse__Output>): grpc.ClientUnaryCall;
  ReassignJob(argument: _cyxwiz_coordinator_v1_ReassignJobRequest, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ReassignJobResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Finds another node for a job whose node died, reserves it for five minutes and returns the unsigned transaction that
   * reassigns the job: the dead node is paid what it proved, the next works for the rest. Afterwards ConfirmEscrow, as for a
   * new job, with the signature of that transaction.
   */
  reassignJob(argument: _cyxwiz_coordinator_v1_ReassignJobRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ReassignJobResponse__Output>): grpc.ClientUnaryCall;
  reassignJob(argument: _cyxwiz_coordinator_v1_ReassignJobRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ReassignJobResponse__Output>): grpc.ClientUnaryCall;
  reassignJob(argument: _cyxwiz_coordinator_v1_ReassignJobRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ReassignJobResponse__Output>): grpc.ClientUnaryCall;
  reassignJob(argument: _cyxwiz_coordinator_v1_ReassignJobRequest, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_ReassignJobResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Matches a job to a node, reserves the node for five minutes and returns the unsigned escrow transaction.
   */
  SubmitJob(argument: _cyxwiz_coordinator_v1_SubmitJobRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_SubmitJobResponse__Output>): grpc.ClientUnaryCall;
  SubmitJob(argument: _cyxwiz_coordinator_v1_SubmitJobRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_SubmitJobResponse__Output>): grpc.ClientUnaryCall;
  SubmitJob(argument: _cyxwiz_coordinator_v1_SubmitJobRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_SubmitJobResponse__Output>): grpc.ClientUnaryCall;
  SubmitJob(argument: _cyxwiz_coordinator_v1_SubmitJobRequest, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_SubmitJobResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Matches a job to a node, reserves the node for five minutes and returns the unsigned escrow transaction.
   */
  submitJob(argument: _cyxwiz_coordinator_v1_SubmitJobRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_SubmitJobResponse__Output>): grpc.ClientUnaryCall;
  submitJob(argument: _cyxwiz_coordinator_v1_SubmitJobRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_SubmitJobResponse__Output>): grpc.ClientUnaryCall;
  submitJob(argument: _cyxwiz_coordinator_v1_SubmitJobRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_SubmitJobResponse__Output>): grpc.ClientUnaryCall;
  submitJob(argument: _cyxwiz_coordinator_v1_SubmitJobRequest, callback: grpc.requestCallback<_cyxwiz_coordinator_v1_SubmitJobResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * The job as it is now, then each change, until the job has ended.
   */
  WatchJob(argument: _cyxwiz_coordinator_v1_WatchJobRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_cyxwiz_coordinator_v1_WatchJobResponse__Output>;
  WatchJob(argument: _cyxwiz_coordinator_v1_WatchJobRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_cyxwiz_coordinator_v1_WatchJobResponse__Output>;
  /**
   * The job as it is now, then each change, until the job has ended.
   */
  watchJob(argument: _cyxwiz_coordinator_v1_WatchJobRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_cyxwiz_coordinator_v1_WatchJobResponse__Output>;
  watchJob(argument: _cyxwiz_coordinator_v1_WatchJobRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_cyxwiz_coordinator_v1_WatchJobResponse__Output>;
  
}

export interface CoordinatorServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Reads the escrow account at `confirmed`, tells the node, and returns the token for the peer-to-peer connection.
   */
  ConfirmEscrow: grpc.handleUnaryCall<_cyxwiz_coordinator_v1_ConfirmEscrowRequest__Output, _cyxwiz_coordinator_v1_ConfirmEscrowResponse>;
  
  /**
   * Prices a job without storing anything.
   */
  EstimatePrice: grpc.handleUnaryCall<_cyxwiz_coordinator_v1_EstimatePriceRequest__Output, _cyxwiz_coordinator_v1_EstimatePriceResponse>;
  
  /**
   * What the coordinator knows of a job; money always with the transaction that moved it.
   */
  GetJob: grpc.handleUnaryCall<_cyxwiz_coordinator_v1_GetJobRequest__Output, _cyxwiz_coordinator_v1_GetJobResponse>;
  
  /**
   * Finds another node for a job whose node died, reserves it for five minutes and returns the unsigned transaction that
   * reassigns the job: the dead node is paid what it proved, the next works for the rest. Afterwards ConfirmEscrow, as for a
   * new job, with the signature of that transaction.
   */
  ReassignJob: grpc.handleUnaryCall<_cyxwiz_coordinator_v1_ReassignJobRequest__Output, _cyxwiz_coordinator_v1_ReassignJobResponse>;
  
  /**
   * Matches a job to a node, reserves the node for five minutes and returns the unsigned escrow transaction.
   */
  SubmitJob: grpc.handleUnaryCall<_cyxwiz_coordinator_v1_SubmitJobRequest__Output, _cyxwiz_coordinator_v1_SubmitJobResponse>;
  
  /**
   * The job as it is now, then each change, until the job has ended.
   */
  WatchJob: grpc.handleServerStreamingCall<_cyxwiz_coordinator_v1_WatchJobRequest__Output, _cyxwiz_coordinator_v1_WatchJobResponse>;
  
}

export interface CoordinatorServiceDefinition extends grpc.ServiceDefinition {
  ConfirmEscrow: MethodDefinition<_cyxwiz_coordinator_v1_ConfirmEscrowRequest, _cyxwiz_coordinator_v1_ConfirmEscrowResponse, _cyxwiz_coordinator_v1_ConfirmEscrowRequest__Output, _cyxwiz_coordinator_v1_ConfirmEscrowResponse__Output>
  EstimatePrice: MethodDefinition<_cyxwiz_coordinator_v1_EstimatePriceRequest, _cyxwiz_coordinator_v1_EstimatePriceResponse, _cyxwiz_coordinator_v1_EstimatePriceRequest__Output, _cyxwiz_coordinator_v1_EstimatePriceResponse__Output>
  GetJob: MethodDefinition<_cyxwiz_coordinator_v1_GetJobRequest, _cyxwiz_coordinator_v1_GetJobResponse, _cyxwiz_coordinator_v1_GetJobRequest__Output, _cyxwiz_coordinator_v1_GetJobResponse__Output>
  ReassignJob: MethodDefinition<_cyxwiz_coordinator_v1_ReassignJobRequest, _cyxwiz_coordinator_v1_ReassignJobResponse, _cyxwiz_coordinator_v1_ReassignJobRequest__Output, _cyxwiz_coordinator_v1_ReassignJobResponse__Output>
  SubmitJob: MethodDefinition<_cyxwiz_coordinator_v1_SubmitJobRequest, _cyxwiz_coordinator_v1_SubmitJobResponse, _cyxwiz_coordinator_v1_SubmitJobRequest__Output, _cyxwiz_coordinator_v1_SubmitJobResponse__Output>
  WatchJob: MethodDefinition<_cyxwiz_coordinator_v1_WatchJobRequest, _cyxwiz_coordinator_v1_WatchJobResponse, _cyxwiz_coordinator_v1_WatchJobRequest__Output, _cyxwiz_coordinator_v1_WatchJobResponse__Output>
}

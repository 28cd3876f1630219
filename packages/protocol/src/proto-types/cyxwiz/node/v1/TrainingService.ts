// Original file: proto/cyxwiz/node/v1/training.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ConnectRequest as _cyxwiz_node_v1_ConnectRequest, ConnectRequest__Output as _cyxwiz_node_v1_ConnectRequest__Output } from '../../../cyxwiz/node/v1/ConnectRequest.ts';
import type { ConnectResponse as _cyxwiz_node_v1_ConnectResponse, ConnectResponse__Output as _cyxwiz_node_v1_ConnectResponse__Output } from '../../../cyxwiz/node/v1/ConnectResponse.ts';
import type { DownloadWeightsRequest as _cyxwiz_node_v1_DownloadWeightsRequest, DownloadWeightsRequest__Output as _cyxwiz_node_v1_DownloadWeightsRequest__Output } from '../../../cyxwiz/node/v1/DownloadWeightsRequest.ts';
import type { DownloadWeightsResponse as _cyxwiz_node_v1_DownloadWeightsResponse, DownloadWeightsResponse__Output as _cyxwiz_node_v1_DownloadWeightsResponse__Output } from '../../../cyxwiz/node/v1/DownloadWeightsResponse.ts';
import type { FetchCheckpointRequest as _cyxwiz_node_v1_FetchCheckpointRequest, FetchCheckpointRequest__Output as _cyxwiz_node_v1_FetchCheckpointRequest__Output } from '../../../cyxwiz/node/v1/FetchCheckpointRequest.ts';
import type { FetchCheckpointResponse as _cyxwiz_node_v1_FetchCheckpointResponse, FetchCheckpointResponse__Output as _cyxwiz_node_v1_FetchCheckpointResponse__Output } from '../../../cyxwiz/node/v1/FetchCheckpointResponse.ts';
import type { GetReceiptRequest as _cyxwiz_node_v1_GetReceiptRequest, GetReceiptRequest__Output as _cyxwiz_node_v1_GetReceiptRequest__Output } from '../../../cyxwiz/node/v1/GetReceiptRequest.ts';
import type { GetReceiptResponse as _cyxwiz_node_v1_GetReceiptResponse, GetReceiptResponse__Output as _cyxwiz_node_v1_GetReceiptResponse__Output } from '../../../cyxwiz/node/v1/GetReceiptResponse.ts';
import type { SendJobRequest as _cyxwiz_node_v1_SendJobRequest, SendJobRequest__Output as _cyxwiz_node_v1_SendJobRequest__Output } from '../../../cyxwiz/node/v1/SendJobRequest.ts';
import type { SendJobResponse as _cyxwiz_node_v1_SendJobResponse, SendJobResponse__Output as _cyxwiz_node_v1_SendJobResponse__Output } from '../../../cyxwiz/node/v1/SendJobResponse.ts';
import type { TrainRequest as _cyxwiz_node_v1_TrainRequest, TrainRequest__Output as _cyxwiz_node_v1_TrainRequest__Output } from '../../../cyxwiz/node/v1/TrainRequest.ts';
import type { TrainResponse as _cyxwiz_node_v1_TrainResponse, TrainResponse__Output as _cyxwiz_node_v1_TrainResponse__Output } from '../../../cyxwiz/node/v1/TrainResponse.ts';
import type { UploadCheckpointRequest as _cyxwiz_node_v1_UploadCheckpointRequest, UploadCheckpointRequest__Output as _cyxwiz_node_v1_UploadCheckpointRequest__Output } from '../../../cyxwiz/node/v1/UploadCheckpointRequest.ts';
import type { UploadCheckpointResponse as _cyxwiz_node_v1_UploadCheckpointResponse, UploadCheckpointResponse__Output as _cyxwiz_node_v1_UploadCheckpointResponse__Output } from '../../../cyxwiz/node/v1/UploadCheckpointResponse.ts';
import type { UploadDatasetRequest as _cyxwiz_node_v1_UploadDatasetRequest, UploadDatasetRequest__Output as _cyxwiz_node_v1_UploadDatasetRequest__Output } from '../../../cyxwiz/node/v1/UploadDatasetRequest.ts';
import type { UploadDatasetResponse as _cyxwiz_node_v1_UploadDatasetResponse, UploadDatasetResponse__Output as _cyxwiz_node_v1_UploadDatasetResponse__Output } from '../../../cyxwiz/node/v1/UploadDatasetResponse.ts';

export interface TrainingServiceClient extends grpc.Client {
  /**
   * Checks the coordinator's token (once) and the client's key, and opens a session.
   */
  Connect(argument: _cyxwiz_node_v1_ConnectRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_node_v1_ConnectResponse__Output>): grpc.ClientUnaryCall;
  Connect(argument: _cyxwiz_node_v1_ConnectRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cyxwiz_node_v1_ConnectResponse__Output>): grpc.ClientUnaryCall;
  Connect(argument: _cyxwiz_node_v1_ConnectRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_node_v1_ConnectResponse__Output>): grpc.ClientUnaryCall;
  Connect(argument: _cyxwiz_node_v1_ConnectRequest, callback: grpc.requestCallback<_cyxwiz_node_v1_ConnectResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Checks the coordinator's token (once) and the client's key, and opens a session.
   */
  connect(argument: _cyxwiz_node_v1_ConnectRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_node_v1_ConnectResponse__Output>): grpc.ClientUnaryCall;
  connect(argument: _cyxwiz_node_v1_ConnectRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cyxwiz_node_v1_ConnectResponse__Output>): grpc.ClientUnaryCall;
  connect(argument: _cyxwiz_node_v1_ConnectRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_node_v1_ConnectResponse__Output>): grpc.ClientUnaryCall;
  connect(argument: _cyxwiz_node_v1_ConnectRequest, callback: grpc.requestCallback<_cyxwiz_node_v1_ConnectResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Final weights as safetensors, from `offset`. Refused (WEIGHTS_NOT_READY) until the final anchor is on chain.
   */
  DownloadWeights(argument: _cyxwiz_node_v1_DownloadWeightsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_cyxwiz_node_v1_DownloadWeightsResponse__Output>;
  DownloadWeights(argument: _cyxwiz_node_v1_DownloadWeightsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_cyxwiz_node_v1_DownloadWeightsResponse__Output>;
  /**
   * Final weights as safetensors, from `offset`. Refused (WEIGHTS_NOT_READY) until the final anchor is on chain.
   */
  downloadWeights(argument: _cyxwiz_node_v1_DownloadWeightsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_cyxwiz_node_v1_DownloadWeightsResponse__Output>;
  downloadWeights(argument: _cyxwiz_node_v1_DownloadWeightsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_cyxwiz_node_v1_DownloadWeightsResponse__Output>;
  
  /**
   * The state behind one of the job's checkpoints, from `offset`. Version 2.
   */
  FetchCheckpoint(argument: _cyxwiz_node_v1_FetchCheckpointRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_cyxwiz_node_v1_FetchCheckpointResponse__Output>;
  FetchCheckpoint(argument: _cyxwiz_node_v1_FetchCheckpointRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_cyxwiz_node_v1_FetchCheckpointResponse__Output>;
  /**
   * The state behind one of the job's checkpoints, from `offset`. Version 2.
   */
  fetchCheckpoint(argument: _cyxwiz_node_v1_FetchCheckpointRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_cyxwiz_node_v1_FetchCheckpointResponse__Output>;
  fetchCheckpoint(argument: _cyxwiz_node_v1_FetchCheckpointRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_cyxwiz_node_v1_FetchCheckpointResponse__Output>;
  
  /**
   * What the node vouches for of the job, signed. At any time, also before there is anything to say. Version 2.
   */
  GetReceipt(argument: _cyxwiz_node_v1_GetReceiptRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_node_v1_GetReceiptResponse__Output>): grpc.ClientUnaryCall;
  GetReceipt(argument: _cyxwiz_node_v1_GetReceiptRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cyxwiz_node_v1_GetReceiptResponse__Output>): grpc.ClientUnaryCall;
  GetReceipt(argument: _cyxwiz_node_v1_GetReceiptRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_node_v1_GetReceiptResponse__Output>): grpc.ClientUnaryCall;
  GetReceipt(argument: _cyxwiz_node_v1_GetReceiptRequest, callback: grpc.requestCallback<_cyxwiz_node_v1_GetReceiptResponse__Output>): grpc.ClientUnaryCall;
  /**
   * What the node vouches for of the job, signed. At any time, also before there is anything to say. Version 2.
   */
  getReceipt(argument: _cyxwiz_node_v1_GetReceiptRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_node_v1_GetReceiptResponse__Output>): grpc.ClientUnaryCall;
  getReceipt(argument: _cyxwiz_node_v1_GetReceiptRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cyxwiz_node_v1_GetReceiptResponse__Output>): grpc.ClientUnaryCall;
  getReceipt(argument: _cyxwiz_node_v1_GetReceiptRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_node_v1_GetReceiptResponse__Output>): grpc.ClientUnaryCall;
  getReceipt(argument: _cyxwiz_node_v1_GetReceiptRequest, callback: grpc.requestCallback<_cyxwiz_node_v1_GetReceiptResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * The job specification; its SHA-256 must be the one in the escrow.
   */
  SendJob(argument: _cyxwiz_node_v1_SendJobRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_node_v1_SendJobResponse__Output>): grpc.ClientUnaryCall;
  SendJob(argument: _cyxwiz_node_v1_SendJobRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cyxwiz_node_v1_SendJobResponse__Output>): grpc.ClientUnaryCall;
  SendJob(argument: _cyxwiz_node_v1_SendJobRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_node_v1_SendJobResponse__Output>): grpc.ClientUnaryCall;
  SendJob(argument: _cyxwiz_node_v1_SendJobRequest, callback: grpc.requestCallback<_cyxwiz_node_v1_SendJobResponse__Output>): grpc.ClientUnaryCall;
  /**
   * The job specification; its SHA-256 must be the one in the escrow.
   */
  sendJob(argument: _cyxwiz_node_v1_SendJobRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_node_v1_SendJobResponse__Output>): grpc.ClientUnaryCall;
  sendJob(argument: _cyxwiz_node_v1_SendJobRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_cyxwiz_node_v1_SendJobResponse__Output>): grpc.ClientUnaryCall;
  sendJob(argument: _cyxwiz_node_v1_SendJobRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_node_v1_SendJobResponse__Output>): grpc.ClientUnaryCall;
  sendJob(argument: _cyxwiz_node_v1_SendJobRequest, callback: grpc.requestCallback<_cyxwiz_node_v1_SendJobResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Commands one way, events the other. Closing the stream does not stop the training.
   */
  Train(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_cyxwiz_node_v1_TrainRequest, _cyxwiz_node_v1_TrainResponse__Output>;
  Train(options?: grpc.CallOptions): grpc.ClientDuplexStream<_cyxwiz_node_v1_TrainRequest, _cyxwiz_node_v1_TrainResponse__Output>;
  /**
   * Commands one way, events the other. Closing the stream does not stop the training.
   */
  train(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_cyxwiz_node_v1_TrainRequest, _cyxwiz_node_v1_TrainResponse__Output>;
  train(options?: grpc.CallOptions): grpc.ClientDuplexStream<_cyxwiz_node_v1_TrainRequest, _cyxwiz_node_v1_TrainResponse__Output>;
  
  /**
   * The state that a stage begins with, in chunks; complete when its commitment is the escrow's initial weights. Version 3.
   */
  UploadCheckpoint(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_node_v1_UploadCheckpointResponse__Output>): grpc.ClientWritableStream<_cyxwiz_node_v1_UploadCheckpointRequest>;
  UploadCheckpoint(metadata: grpc.Metadata, callback: grpc.requestCallback<_cyxwiz_node_v1_UploadCheckpointResponse__Output>): grpc.ClientWritableStream<_cyxwiz_node_v1_UploadCheckpointRequest>;
  UploadCheckpoint(options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_node_v1_UploadCheckpointResponse__Output>): grpc.ClientWritableStream<_cyxwiz_node_v1_UploadCheckpointRequest>;
  UploadCheckpoint(callback: grpc.requestCallback<_cyxwiz_node_v1_UploadCheckpointResponse__Output>): grpc.ClientWritableStream<_cyxwiz_node_v1_UploadCheckpointRequest>;
  /**
   * The state that a stage begins with, in chunks; complete when its commitment is the escrow's initial weights. Version 3.
   */
  uploadCheckpoint(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_node_v1_UploadCheckpointResponse__Output>): grpc.ClientWritableStream<_cyxwiz_node_v1_UploadCheckpointRequest>;
  uploadCheckpoint(metadata: grpc.Metadata, callback: grpc.requestCallback<_cyxwiz_node_v1_UploadCheckpointResponse__Output>): grpc.ClientWritableStream<_cyxwiz_node_v1_UploadCheckpointRequest>;
  uploadCheckpoint(options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_node_v1_UploadCheckpointResponse__Output>): grpc.ClientWritableStream<_cyxwiz_node_v1_UploadCheckpointRequest>;
  uploadCheckpoint(callback: grpc.requestCallback<_cyxwiz_node_v1_UploadCheckpointResponse__Output>): grpc.ClientWritableStream<_cyxwiz_node_v1_UploadCheckpointRequest>;
  
  /**
   * The data set in chunks; complete when its committed root is the one in the escrow.
   */
  UploadDataset(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_node_v1_UploadDatasetResponse__Output>): grpc.ClientWritableStream<_cyxwiz_node_v1_UploadDatasetRequest>;
  UploadDataset(metadata: grpc.Metadata, callback: grpc.requestCallback<_cyxwiz_node_v1_UploadDatasetResponse__Output>): grpc.ClientWritableStream<_cyxwiz_node_v1_UploadDatasetRequest>;
  UploadDataset(options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_node_v1_UploadDatasetResponse__Output>): grpc.ClientWritableStream<_cyxwiz_node_v1_UploadDatasetRequest>;
  UploadDataset(callback: grpc.requestCallback<_cyxwiz_node_v1_UploadDatasetResponse__Output>): grpc.ClientWritableStream<_cyxwiz_node_v1_UploadDatasetRequest>;
  /**
   * The data set in chunks; complete when its committed root is the one in the escrow.
   */
  uploadDataset(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_node_v1_UploadDatasetResponse__Output>): grpc.ClientWritableStream<_cyxwiz_node_v1_UploadDatasetRequest>;
  uploadDataset(metadata: grpc.Metadata, callback: grpc.requestCallback<_cyxwiz_node_v1_UploadDatasetResponse__Output>): grpc.ClientWritableStream<_cyxwiz_node_v1_UploadDatasetRequest>;
  uploadDataset(options: grpc.CallOptions, callback: grpc.requestCallback<_cyxwiz_node_v1_UploadDatasetResponse__Output>): grpc.ClientWritableStream<_cyxwiz_node_v1_UploadDatasetRequest>;
  uploadDataset(callback: grpc.requestCallback<_cyxwiz_node_v1_UploadDatasetResponse__Output>): grpc.ClientWritableStream<_cyxwiz_node_v1_UploadDatasetRequest>;
  
}

export interface TrainingServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Checks the coordinator's token (once) and the client's key, and opens a session.
   */
  Connect: grpc.handleUnaryCall<_cyxwiz_node_v1_ConnectRequest__Output, _cyxwiz_node_v1_ConnectResponse>;
  
  /**
   * Final weights as safetensors, from `offset`. Refused (WEIGHTS_NOT_READY) until the final anchor is on chain.
   */
  DownloadWeights: grpc.handleServerStreamingCall<_cyxwiz_node_v1_DownloadWeightsRequest__Output, _cyxwiz_node_v1_DownloadWeightsResponse>;
  
  /**
   * The state behind one of the job's checkpoints, from `offset`. Version 2.
   */
  FetchCheckpoint: grpc.handleServerStreamingCall<_cyxwiz_node_v1_FetchCheckpointRequest__Output, _cyxwiz_node_v1_FetchCheckpointResponse>;
  
  /**
   * What the node vouches for of the job, signed. At any time, also before there is anything to say. Version 2.
   */
  GetReceipt: grpc.handleUnaryCall<_cyxwiz_node_v1_GetReceiptRequest__Output, _cyxwiz_node_v1_GetReceiptResponse>;
  
  /**
   * The job specification; its SHA-256 must be the one in the escrow.
   */
  SendJob: grpc.handleUnaryCall<_cyxwiz_node_v1_SendJobRequest__Output, _cyxwiz_node_v1_SendJobResponse>;
  
  /**
   * Commands one way, events the other. Closing the stream does not stop the training.
   */
  Train: grpc.handleBidiStreamingCall<_cyxwiz_node_v1_TrainRequest__Output, _cyxwiz_node_v1_TrainResponse>;
  
  /**
   * The state that a stage begins with, in chunks; complete when its commitment is the escrow's initial weights. Version 3.
   */
  UploadCheckpoint: grpc.handleClientStreamingCall<_cyxwiz_node_v1_UploadCheckpointRequest__Output, _cyxwiz_node_v1_UploadCheckpointResponse>;
  
  /**
   * The data set in chunks; complete when its committed root is the one in the escrow.
   */
  UploadDataset: grpc.handleClientStreamingCall<_cyxwiz_node_v1_UploadDatasetRequest__Output, _cyxwiz_node_v1_UploadDatasetResponse>;
  
}

export interface TrainingServiceDefinition extends grpc.ServiceDefinition {
  Connect: MethodDefinition<_cyxwiz_node_v1_ConnectRequest, _cyxwiz_node_v1_ConnectResponse, _cyxwiz_node_v1_ConnectRequest__Output, _cyxwiz_node_v1_ConnectResponse__Output>
  DownloadWeights: MethodDefinition<_cyxwiz_node_v1_DownloadWeightsRequest, _cyxwiz_node_v1_DownloadWeightsResponse, _cyxwiz_node_v1_DownloadWeightsRequest__Output, _cyxwiz_node_v1_DownloadWeightsResponse__Output>
  FetchCheckpoint: MethodDefinition<_cyxwiz_node_v1_FetchCheckpointRequest, _cyxwiz_node_v1_FetchCheckpointResponse, _cyxwiz_node_v1_FetchCheckpointRequest__Output, _cyxwiz_node_v1_FetchCheckpointResponse__Output>
  GetReceipt: MethodDefinition<_cyxwiz_node_v1_GetReceiptRequest, _cyxwiz_node_v1_GetReceiptResponse, _cyxwiz_node_v1_GetReceiptRequest__Output, _cyxwiz_node_v1_GetReceiptResponse__Output>
  SendJob: MethodDefinition<_cyxwiz_node_v1_SendJobRequest, _cyxwiz_node_v1_SendJobResponse, _cyxwiz_node_v1_SendJobRequest__Output, _cyxwiz_node_v1_SendJobResponse__Output>
  Train: MethodDefinition<_cyxwiz_node_v1_TrainRequest, _cyxwiz_node_v1_TrainResponse, _cyxwiz_node_v1_TrainRequest__Output, _cyxwiz_node_v1_TrainResponse__Output>
  UploadCheckpoint: MethodDefinition<_cyxwiz_node_v1_UploadCheckpointRequest, _cyxwiz_node_v1_UploadCheckpointResponse, _cyxwiz_node_v1_UploadCheckpointRequest__Output, _cyxwiz_node_v1_UploadCheckpointResponse__Output>
  UploadDataset: MethodDefinition<_cyxwiz_node_v1_UploadDatasetRequest, _cyxwiz_node_v1_UploadDatasetResponse, _cyxwiz_node_v1_UploadDatasetRequest__Output, _cyxwiz_node_v1_UploadDatasetResponse__Output>
}

// Original file: proto/cyxwiz/coordinator/v1/coordinator.proto


export interface WatchJobRequest {
  'job'?: (string);
}

export interface WatchJobRequest__Output {
  'job': (string);
}

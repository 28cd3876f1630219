// Original file: proto/cyxwiz/coordinator/v1/coordinator.proto


export interface GetJobRequest {
  'job'?: (string);
}

export interface GetJobRequest__Output {
  'job': (string);
}

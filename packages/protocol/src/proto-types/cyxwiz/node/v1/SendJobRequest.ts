// Original file: proto/cyxwiz/node/v1/training.proto


export interface SendJobRequest {
  'specJson'?: (Buffer | Uint8Array | string);
}

export interface SendJobRequest__Output {
  'specJson': (Buffer);
}

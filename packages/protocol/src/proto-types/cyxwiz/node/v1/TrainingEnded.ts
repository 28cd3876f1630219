// Original file: proto/cyxwiz/node/v1/training.proto

import type { Long } from '@grpc/proto-loader';

export interface TrainingEnded {
  'ok'?: (boolean);
  'error'?: (string);
  'finalWeights'?: (Buffer | Uint8Array | string);
  'weightsBytes'?: (number | string | Long);
}

export interface TrainingEnded__Output {
  'ok': (boolean);
  'error': (string);
  'finalWeights': (Buffer);
  'weightsBytes': (string);
}

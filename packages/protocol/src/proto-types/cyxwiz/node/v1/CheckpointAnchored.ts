// Original file: proto/cyxwiz/node/v1/training.proto


export interface CheckpointAnchored {
  'checkpoints'?: (number);
  'root'?: (Buffer | Uint8Array | string);
  'transaction'?: (string);
}

export interface CheckpointAnchored__Output {
  'checkpoints': (number);
  'root': (Buffer);
  'transaction': (string);
}

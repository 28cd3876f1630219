// Original file: proto/cyxwiz/node/v1/training.proto


export interface StopTraining {
  'reason'?: (string);
}

export interface StopTraining__Output {
  'reason': (string);
}

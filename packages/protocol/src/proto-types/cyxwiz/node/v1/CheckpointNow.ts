// Original file: proto/cyxwiz/node/v1/training.proto


export interface CheckpointNow {
}

export interface CheckpointNow__Output {
}

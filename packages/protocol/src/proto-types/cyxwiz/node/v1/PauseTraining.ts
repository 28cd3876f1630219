// Original file: proto/cyxwiz/node/v1/training.proto


export interface PauseTraining {
}

export interface PauseTraining__Output {
}

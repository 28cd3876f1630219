// Original file: proto/cyxwiz/node/v1/training.proto


export interface ResumeTraining {
}

export interface ResumeTraining__Output {
}

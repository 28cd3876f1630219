// Original file: proto/cyxwiz/node/v1/training.proto


export interface GetReceiptRequest {
}

export interface GetReceiptRequest__Output {
}

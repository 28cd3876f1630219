// Original file: proto/cyxwiz/coordinator/v1/node_gateway.proto


export interface ReportCompletionResponse {
}

export interface ReportCompletionResponse__Output {
}

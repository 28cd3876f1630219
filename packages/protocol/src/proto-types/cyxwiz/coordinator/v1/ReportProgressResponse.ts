// Original file: proto/cyxwiz/coordinator/v1/node_gateway.proto


export interface ReportProgressResponse {
}

export interface ReportProgressResponse__Output {
}

// Original file: proto/cyxwiz/coordinator/v1/node_gateway.proto


export interface WatchAssignmentsRequest {
}

export interface WatchAssignmentsRequest__Output {
}

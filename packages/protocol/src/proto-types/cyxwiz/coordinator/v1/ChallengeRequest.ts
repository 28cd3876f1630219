// Original file: proto/cyxwiz/coordinator/v1/node_gateway.proto


export interface ChallengeRequest {
  /**
   * Address of the node account.
   */
  'node'?: (string);
}

export interface ChallengeRequest__Output {
  /**
   * Address of the node account.
   */
  'node': (string);
}

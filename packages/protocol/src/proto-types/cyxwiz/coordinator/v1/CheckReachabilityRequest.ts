// Original file: proto/cyxwiz/coordinator/v1/node_gateway.proto


export interface CheckReachabilityRequest {
  'node'?: (string);
  /**
   * A challenge, signed as for RegisterNode; it is spent.
   */
  'challenge'?: (Buffer | Uint8Array | string);
  'signature'?: (Buffer | Uint8Array | string);
}

export interface CheckReachabilityRequest__Output {
  'node': (string);
  /**
   * A challenge, signed as for RegisterNode; it is spent.
   */
  'challenge': (Buffer);
  'signature': (Buffer);
}

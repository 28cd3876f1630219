// Original file: proto/cyxwiz/node/v1/training.proto


export interface ConnectRequest {
  'job'?: (string);
  /**
   * JWT from the coordinator.
   */
  'token'?: (string);
  /**
   * ed25519 (64 bytes) by the job's client key over the 32 bytes
   * sha256("cyxwiz:connect:v1" ‖ job ‖ sha256(token) ‖ tls key hash): the label in ASCII without length or end mark, job as
   * the 32 bytes behind its base58, token as the ASCII text of the JWT, the hash as it is pinned.
   */
  'signature'?: (Buffer | Uint8Array | string);
  /**
   * Every version of this protocol that the client speaks, at most 32. The node takes the highest that both speak, or
   * refuses with FAILED_PRECONDITION, PROTOCOL_VERSION, and both sides' versions in message and details.
   */
  'protocolVersions'?: (number)[];
}

export interface ConnectRequest__Output {
  'job': (string);
  /**
   * JWT from the coordinator.
   */
  'token': (string);
  /**
   * ed25519 (64 bytes) by the job's client key over the 32 bytes
   * sha256("cyxwiz:connect:v1" ‖ job ‖ sha256(token) ‖ tls key hash): the label in ASCII without length or end mark, job as
   * the 32 bytes behind its base58, token as the ASCII text of the JWT, the hash as it is pinned.
   */
  'signature': (Buffer);
  /**
   * Every version of this protocol that the client speaks, at most 32. The node takes the highest that both speak, or
   * refuses with FAILED_PRECONDITION, PROTOCOL_VERSION, and both sides' versions in message and details.
   */
  'protocolVersions': (number)[];
}

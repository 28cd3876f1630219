// Original file: proto/cyxwiz/node/v1/training.proto


export interface ConnectRequest {
  'job'?: (string);
  /**
   * JWT from the coordinator.
   */
  'token'?: (string);
  /**
   * ed25519 by the client key over sha256("cyxwiz:connect:v1" ‖ job ‖ sha256(token) ‖ tls key hash).
   */
  'signature'?: (Buffer | Uint8Array | string);
  /**
   * Versions of this protocol that the client speaks.
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
   * ed25519 by the client key over sha256("cyxwiz:connect:v1" ‖ job ‖ sha256(token) ‖ tls key hash).
   */
  'signature': (Buffer);
  /**
   * Versions of this protocol that the client speaks.
   */
  'protocolVersions': (number)[];
}

// Original file: proto/cyxwiz/node/v1/training.proto


export interface SendJobRequest {
  /**
   * The very bytes whose SHA-256 is in the escrow: JSON by RFC 8785.
   */
  'specJson'?: (Buffer | Uint8Array | string);
}

export interface SendJobRequest__Output {
  /**
   * The very bytes whose SHA-256 is in the escrow: JSON by RFC 8785.
   */
  'specJson': (Buffer);
}

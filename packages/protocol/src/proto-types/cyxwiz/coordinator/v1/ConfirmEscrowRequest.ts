// Original file: proto/cyxwiz/coordinator/v1/coordinator.proto


export interface ConfirmEscrowRequest {
  'job'?: (string);
  /**
   * Signature of the transaction that created the escrow.
   */
  'signature'?: (string);
}

export interface ConfirmEscrowRequest__Output {
  'job': (string);
  /**
   * Signature of the transaction that created the escrow.
   */
  'signature': (string);
}

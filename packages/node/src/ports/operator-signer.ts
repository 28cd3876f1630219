/** The operator's key, for what is signed off the chain. */
export interface OperatorSigner {
  /** ed25519 over a digest, 64 bytes. */
  sign(digest: Uint8Array): Uint8Array;
}

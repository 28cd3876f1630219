/** Claims of a coordinator's token whose signature, algorithm, issuer, audience and age are in order. */
export interface TokenClaims {
  readonly id: string;
  readonly job: string;
  readonly clientWallet: string;
  /** Raw ed25519 key of `cnf.jwk`. */
  readonly clientKey: Uint8Array;
  readonly expiresAtMs: number;
}

export interface TokenVerifier {
  /** Whose tokens it takes: the account of a coordinator on chain. */
  readonly issuer: string;
  /** @throws NodeError TOKEN_* or KEYS_UNAVAILABLE */
  verify(token: string): Promise<TokenClaims>;
  /** Learns the keys of that account, if they are not known yet. @throws NodeError KEYS_UNAVAILABLE */
  refresh(): Promise<void>;
}

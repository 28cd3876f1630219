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
  /** @throws NodeError TOKEN_* or KEYS_UNAVAILABLE */
  verify(token: string): Promise<TokenClaims>;
  /** The keys of the coordinator, as it gave them with the session. */
  trust(issuer: string, jwksJson: string): Promise<void>;
}

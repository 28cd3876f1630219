export interface ClientGrant {
  /** Node account: the only audience. */
  readonly node: string;
  readonly clientWallet: string;
  readonly job: string;
  /** Raw ed25519 key that the client must prove it holds. */
  readonly clientKey: Uint8Array;
}

export interface IssuedToken {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface Tokens {
  readonly issuer: string;
  issueClientToken(grant: ClientGrant): Promise<IssuedToken>;
  issueSession(node: string): Promise<IssuedToken>;
  /** The node account. @throws FaultError `SESSION_MISSING`, `SESSION_INVALID` */
  verifySession(token: string | undefined): Promise<string>;
  jwks(): Promise<{ readonly keys: readonly Record<string, unknown>[] }>;
}

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
  /** The coordinator's account on chain. */
  readonly issuer: string;
  /** @throws FaultError `TOKEN_KEY_UNREGISTERED` while no node would take a token */
  ready(): Promise<void>;
  /** @throws FaultError `TOKEN_KEY_UNREGISTERED` */
  issueClientToken(grant: ClientGrant): Promise<IssuedToken>;
  issueSession(node: string): Promise<IssuedToken>;
  /** The node account. @throws FaultError `SESSION_MISSING`, `SESSION_INVALID` */
  verifySession(token: string | undefined): Promise<string>;
  jwks(): Promise<{ readonly keys: readonly Record<string, unknown>[] }>;
}

/** A session as it is kept: never the token itself. */
export interface StoredSession {
  /** SHA-256 of the token, hex. */
  readonly hash: string;
  readonly job: string;
  readonly expiresAtMs: number;
}

/** Sessions outlive the process, so that a client needs no coordinator to come back. */
export interface SessionStore {
  load(): Promise<StoredSession[]>;
  save(sessions: readonly StoredSession[]): Promise<void>;
}

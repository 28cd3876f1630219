/** What may be lost: every fact here is measured again or asked for again within a minute. */
export interface SharedState {
  readonly presence: Presence;
  readonly fanout: Fanout;
  readonly limiter: RateLimiter;
  readonly once: OnceStore;
  readonly sessions: SessionStore;
  /** @throws when it does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface Beat {
  readonly freeSlots: number;
  readonly cpuLoad: number;
  readonly memoryUsedMib: number;
}

export interface Presence {
  /** The node counts as online for `ttlMs` from now. */
  beat(node: string, beat: Beat, ttlMs: number): Promise<void>;
  /** Only nodes that are online. */
  online(nodes: readonly string[]): Promise<ReadonlyMap<string, Beat>>;
}

/** Hints between coordinators that something changed. A lost message costs time, never truth. */
export interface Fanout {
  publish(topic: string): Promise<void>;
  subscribe(topic: string, listener: () => void): Promise<() => void>;
}

export interface RateLimiter {
  /** Counts one; milliseconds to wait when more than `limit` came in this window, else 0. */
  take(key: string, limit: number, windowMs: number): Promise<number>;
}

/** Who is signed in on the page. Lost ones sign in again. Keys are hashes: what is stored opens nothing. */
export interface SessionStore {
  put(key: string, value: string, ttlMs: number): Promise<void>;
  get(key: string): Promise<string | undefined>;
  delete(key: string): Promise<void>;
}

/** Secrets that are good for one use. */
export interface OnceStore {
  put(key: string, value: string, ttlMs: number): Promise<void>;
  /** The value, once; undefined when unknown, taken or too old. */
  take(key: string): Promise<string | undefined>;
}

/** Milliseconds since 1970. Injected, so that tests and local chains can move time. */
export interface Clock {
  now(): number;
}

export interface Random {
  bytes(length: number): Uint8Array;
}

/** Structured log: what happened, then the facts. */
export interface Log {
  info(facts: object, what: string): void;
  warn(facts: object, what: string): void;
  error(facts: object, what: string): void;
}

/** Measures the way to a node's endpoint. */
export interface LatencyProbe {
  /** Milliseconds of one round trip; undefined when nobody answers in time. */
  measure(endpoint: string): Promise<number | undefined>;
}

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

/** What answered at a node's address, or why nobody did. */
export interface Dialled {
  /** SHA-256 of the public key that was presented. */
  readonly tlsKeyHash?: Uint8Array;
  readonly failure?:
    | 'NAME_UNKNOWN'
    | 'ADDRESS_NOT_PUBLIC'
    | 'REFUSED'
    | 'TIMED_OUT'
    | 'UNREACHABLE'
    | 'NO_TLS'
    | 'NODE_NOT_AT_RELAY'
    | 'RELAY_FAILED'
    | undefined;
}

/** Reaches a node as its clients do. Never throws: that it cannot is an answer. */
export interface NodeDialler {
  dial(endpoint: string): Promise<Dialled>;
}

/** Measures the way to a node's endpoint. */
export interface LatencyProbe {
  /** Milliseconds of one round trip; undefined when nobody answers in time, or nobody may be asked. */
  measure(endpoint: string): Promise<number | undefined>;
}

/** What the agent asks of a coordinator. None of it is needed once a job has been introduced. */
export interface Assignment {
  readonly job: string;
  readonly salt: Uint8Array;
  readonly specJson: string;
  readonly clientWallet: string;
  readonly clientKey: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly acceptByMs: number;
}

export interface CoordinatorSession {
  readonly expiresAtMs: number;
  readonly heartbeatSeconds: number;
  /** As whom it signs tokens: its account on chain, if it says so truly. */
  readonly issuer: string;
}

export interface Presence {
  readonly freeSlots: number;
  readonly cpuLoad: number;
  readonly memoryUsedMib: number;
  /** The node ends its jobs and takes no new ones. */
  readonly draining: boolean;
}

export interface ProgressReport {
  readonly job: string;
  readonly epoch: number;
  readonly lossMicros: number;
  readonly accuracyPpm: number;
  readonly elapsedMs: number;
  readonly checkpointHash: Uint8Array;
}

export interface CompletionReport {
  readonly job: string;
  readonly outcome: 'running' | 'proving' | 'settled' | 'cancelled' | 'refunded' | 'timed-out';
  readonly transactions: readonly string[];
  readonly error: string;
}

export interface Coordinator {
  /** Challenge and registration; the session is kept inside the adapter. */
  openSession(endpoint: string): Promise<CoordinatorSession>;
  /** Of a node that drains: jobs that were reserved for it and may still come. No others are added to them. */
  heartbeat(presence: Presence): Promise<readonly string[]>;
  /** Ends (or throws) when the stream does; the caller reconnects. */
  assignments(signal: AbortSignal): AsyncIterable<Assignment>;
  reportProgress(report: ProgressReport): Promise<void>;
  reportCompletion(report: CompletionReport): Promise<void>;
  close(): void;
}

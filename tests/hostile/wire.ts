/** What the agent's process prints; bytes in hex. */
export interface OrderedJob {
  readonly address: string;
  readonly clientSecret: string;
  readonly csv: string;
  readonly specJson: string;
  /** Good ones, each for one Connect. */
  readonly tokens: readonly string[];
  readonly expired: string;
}

export interface AgentReady {
  readonly port: number;
  readonly certificatePem: string;
  readonly keyHash: string;
  /** The agent's data folder. */
  readonly dir: string;
  /** A job that is over, with weights of 64 MiB. */
  readonly trained: OrderedJob;
}

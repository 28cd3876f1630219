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

export interface AttackOrder {
  readonly agent: AgentReady;
  readonly name: string;
  /** Of the attacker's own: not trained yet, so that there is something to upload to. */
  readonly job: OrderedJob;
  /** Connections of a flood. */
  readonly connections: number;
  /** Connections that a flood makes at the same time. */
  readonly parallel: number;
  /** Messages, frames and calls of a flood. */
  readonly repeats: number;
}

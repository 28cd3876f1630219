/** What the client process of the stream benchmark is told, as JSON; bytes in hex. */
export interface Peer {
  readonly job: string;
  readonly token: string;
  readonly secretKey: string;
  readonly publicKey: string;
  readonly specJson: string;
  readonly datasetRoot: string;
}

export interface Crowd {
  /** A job that does not train, and those that do; their streams are spread over them. */
  readonly idle: Peer;
  readonly active: readonly Peer[];
  readonly idleStreams: number;
  readonly activeStreams: number;
}

export interface StreamOrder {
  readonly endpoint: string;
  readonly tlsKeyHash: string;
  readonly agentPid: number;
  readonly rawPort: number;
  readonly file: string;
  readonly bytes: number;
  /** A job each, because a node takes a data set once. */
  readonly uploads: readonly Peer[];
  readonly download: Peer | undefined;
  readonly crowd: Crowd | undefined;
}

/** MB/s, processor time, and how far the resident memory of both processes rose above what it was before. */
export interface Transfer {
  readonly rate: number;
  readonly clientCpuSeconds: number;
  readonly agentCpuSeconds: number;
  readonly clientGrowthMib: number;
  readonly agentGrowthMib: number;
}

export interface CrowdResult {
  readonly idle: number;
  readonly active: number;
  readonly agentPeakMib: number;
  readonly events: number;
  /** Fewest events that one active stream got. */
  readonly fewest: number;
}

export interface StreamResult {
  readonly rawDown: Transfer[];
  readonly rawUp: Transfer[];
  /** Hashed and flushed to a file by the node. */
  readonly rawUpKept: Transfer[];
  readonly down: Transfer[];
  readonly downToFile: Transfer[];
  readonly up: Transfer[];
  crowd: CrowdResult | undefined;
}

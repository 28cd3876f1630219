/** What a relay takes. Its operator decides each; seconds, and bytes where the name says so. */
export interface RelayLimits {
  /** Nodes at the same time. */
  readonly maxNodes: number;
  /** Clients' connections at the same time: all, to one node, and from one address. */
  readonly maxClients: number;
  readonly maxClientsPerNode: number;
  readonly maxClientsPerAddress: number;
  /** New connections of clients, and of nodes that sign in, that one address may make in a minute. */
  readonly clientsPerMinute: number;
  readonly nodesPerMinute: number;
  /** Connections that have not said yet what they want: all, and from one address. */
  readonly maxUndecided: number;
  readonly maxUndecidedPerAddress: number;
  /** Time to say it, for a node to sign in, and for a node to dial for a client. */
  readonly helloSeconds: number;
  readonly signInSeconds: number;
  readonly dialSeconds: number;
  /** A pair of connections on which nothing moves for so long is closed. */
  readonly idleSeconds: number;
  /** Between two signs of life on a node's connection; three times as long without one ends it. */
  readonly heartbeatSeconds: number;
  /** Bytes a second to and from one node together; undefined: no limit. */
  readonly nodeBytesPerSecond: number | undefined;
}

export const DEFAULT_LIMITS: RelayLimits = {
  maxNodes: 1024,
  maxClients: 8192,
  maxClientsPerNode: 1024,
  maxClientsPerAddress: 256,
  clientsPerMinute: 600,
  nodesPerMinute: 30,
  maxUndecided: 1024,
  maxUndecidedPerAddress: 128,
  helloSeconds: 5,
  signInSeconds: 10,
  dialSeconds: 10,
  idleSeconds: 300,
  heartbeatSeconds: 15,
  nodeBytesPerSecond: undefined,
};

/** What became of a client's connection. */
export type ClientOutcome =
  | 'relayed'
  | 'node-unknown'
  | 'node-silent'
  | 'client-gone'
  | 'limit'
  | 'not-tls'
  | 'too-slow';

export interface RelayMetrics {
  client(outcome: ClientOutcome): void;
  /** `ready`, or the code it was refused with. */
  signIn(outcome: string): void;
  /** Seconds from a client's ClientHello to the node's connection for it. */
  dialled(seconds: number): void;
  bytes(direction: 'to-node' | 'to-client', count: number): void;
}

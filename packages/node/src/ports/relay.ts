import type { Socket } from 'node:net';

/** Who takes connections that were dialled for clients. `from` is the client's address, as the relay tells it. */
export interface Receiver {
  receive(socket: Socket, from: string): void;
}

/** A relay as the agent uses it. */
export interface Relay {
  /**
   * Signs in and dials for each client that the relay tells of, until the connection or `signal` ends.
   * @param ready called once the node's place is taken
   * @throws NodeError RELAY_UNAVAILABLE, RELAY_REFUSED; always, except when `signal` fires
   */
  serve(receiver: Receiver, signal: AbortSignal, ready: () => void): Promise<void>;
}

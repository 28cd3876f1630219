import { toHex } from '@cyxwiz/protocol';
import type { Random } from '../ports/surroundings.ts';
import type { NodeLink } from './present-nodes.ts';

interface Waiting<Connection> {
  readonly answer: (connection: Connection | undefined) => void;
  readonly timer: NodeJS.Timeout;
}

/** Clients whose node has been told and has not dialled yet. `Connection` is what a node dials with. */
export class CalledNodes<Connection> {
  readonly #waiting = new Map<string, Waiting<Connection>>();
  readonly #random: Random;
  readonly #dialSeconds: number;

  constructor(random: Random, dialSeconds: number) {
    this.#random = random;
    this.#dialSeconds = dialSeconds;
  }

  /** Resolves with the connection that the node dials for this client; undefined when it does not in time, or `signal` fires. */
  call(
    link: NodeLink,
    client: { readonly address: string; readonly port: number },
    signal: AbortSignal,
  ): Promise<Connection | undefined> {
    const ticket = toHex(this.#random.bytes(32));
    return new Promise((resolve) => {
      const give = () => this.#end(ticket, undefined);
      const timer = setTimeout(give, 1000 * this.#dialSeconds);
      const answer = (connection: Connection | undefined) => {
        signal.removeEventListener('abort', give);
        resolve(connection);
      };
      this.#waiting.set(ticket, { answer, timer });
      signal.addEventListener('abort', give, { once: true });
      if (signal.aborted) give();
      else link.call(ticket, client);
    });
  }

  /** A ticket is good once. False when it is not, and `connection` is nobody's. */
  redeem(ticket: string, connection: Connection): boolean {
    return this.#end(ticket, connection);
  }

  #end(ticket: string, connection: Connection | undefined): boolean {
    const waiting = this.#waiting.get(ticket);
    if (waiting === undefined) return false;
    this.#waiting.delete(ticket);
    clearTimeout(waiting.timer);
    waiting.answer(connection);
    return true;
  }
}

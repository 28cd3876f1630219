import type { NodeId } from '@cyxwiz/protocol';
import { RelayError } from '../domain/relay-error.ts';

/** A node's connection, as far as others use it. */
export interface NodeLink {
  readonly node: NodeId;
  /** Tells the node of a client. */
  call(ticket: string, client: { readonly address: string; readonly port: number }): void;
  end(error: RelayError): void;
}

/** The nodes that are there. One that signs in again takes its own place: its old connection may be dead without a word. */
export class PresentNodes {
  readonly #links = new Map<NodeId, NodeLink>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get count(): number {
    return this.#links.size;
  }

  /** @throws RelayError TOO_MANY_NODES */
  enter(link: NodeLink): void {
    const before = this.#links.get(link.node);
    if (before === undefined && this.#links.size >= this.#most) {
      throw new RelayError('TOO_MANY_NODES', 'this relay is full: try another');
    }
    this.#links.set(link.node, link);
    before?.end(new RelayError('REPLACED', 'the node has signed in on another connection'));
  }

  leave(link: NodeLink): void {
    if (this.#links.get(link.node) === link) this.#links.delete(link.node);
  }

  find(node: NodeId): NodeLink | undefined {
    return this.#links.get(node);
  }
}

import { Rate } from '../../domain/places.ts';

/** How fast bytes may go to and from each node, all its clients together. */
export class NodeTraffic {
  readonly #perSecond: number | undefined;
  readonly #rates = new Map<string, Rate>();

  constructor(perSecond: number | undefined) {
    this.#perSecond = perSecond;
  }

  /** Milliseconds to wait before more is read of this connection. */
  take(node: string, bytes: number, nowMs: number): number {
    if (this.#perSecond === undefined) return 0;
    let rate = this.#rates.get(node);
    if (rate === undefined) {
      // Nodes that were let in, each once: there are no more of them than on chain.
      rate = new Rate(this.#perSecond);
      this.#rates.set(node, rate);
    }
    return rate.take(bytes, nowMs);
  }
}

import type { JobEvent } from '../../domain/events.ts';

/** The part of a stream that the outbox needs. */
export interface Sink<Message> {
  /** False: full; wait for `drain`. */
  write(message: Message): boolean;
  once(event: 'drain', listener: () => void): unknown;
}

/**
 * Events for one watcher. While it reads too slowly, only the newest status and epoch are kept (each replaces the one
 * before), and of commitments under way; anchors, proofs and the end, of which there are few, are all kept. Memory stays
 * bounded whatever the client does.
 */
export class Outbox<Message> {
  readonly #sink: Sink<Message>;
  readonly #encode: (event: JobEvent) => Message;
  readonly #waiting: JobEvent[] = [];
  #full = false;
  #whenEmpty: (() => void) | null = null;

  constructor(sink: Sink<Message>, encode: (event: JobEvent) => Message) {
    this.#sink = sink;
    this.#encode = encode;
  }

  push(event: JobEvent): void {
    if (this.#full) this.#keep(event);
    else this.#write(event);
  }

  /** Events that wait for a slow reader. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Calls back once everything was handed to the stream. */
  whenEmpty(then: () => void): void {
    if (this.#waiting.length === 0) then();
    else this.#whenEmpty = then;
  }

  #keep(event: JobEvent): void {
    if (isPassing(event)) {
      const old = this.#waiting.findIndex((waiting) => waiting.kind === event.kind && isPassing(waiting));
      if (old >= 0) this.#waiting.splice(old, 1);
    }
    this.#waiting.push(event);
  }

  #write(event: JobEvent): void {
    if (this.#sink.write(this.#encode(event))) return;
    this.#full = true;
    this.#sink.once('drain', () => this.#drain());
  }

  #drain(): void {
    this.#full = false;
    while (!this.#full) {
      const next = this.#waiting.shift();
      if (next === undefined) break;
      this.#write(next);
    }
    if (this.#waiting.length === 0) {
      const then = this.#whenEmpty;
      this.#whenEmpty = null;
      then?.();
    }
  }
}

/** Only the newest of these matters. */
function isPassing(event: JobEvent): boolean {
  if (event.kind === 'audit') return event.progress.stage === 'COMMITTING';
  return event.kind === 'status' || event.kind === 'epoch';
}

import { Child } from './child.ts';

/** A part of the system that runs until it is killed, and can be started again. */
export class Service {
  readonly #args: readonly string[];
  readonly #options: { log: string; env?: Record<string, string> };
  #child: Child | undefined;
  #ready = false;
  #stopping = false;
  #fault: string | undefined;
  #starting: Promise<void> = Promise.resolve();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(args: readonly string[], options: { log: string; env?: Record<string, string> }) {
    this.#args = args;
    this.#options = options;
  }

  get alive(): boolean {
    return this.#child?.running ?? false;
  }

  /** Whether it has said that it is. */
  get ready(): boolean {
    return this.#ready && this.alive;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** How it ended by itself, which it never should. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** Starts it; `whenReady` tells the rest. */
  start(): void {
    const child = new Child(this.#args, this.#options);
    this.#child = child;
    this.#ready = false;
    this.#starting = child.ready().then(
      () => {
        if (this.#child === child) this.#ready = true;
      },
      async (error: unknown) => {
        if ((await child.ended) !== 'SIGKILL') throw error;
      },
    );
    this.#starting.catch(() => {});
    void child.ended.then((how) => {
      if (how === 'SIGKILL' || this.#stopping) return;
      this.#fault ??= `${this.#args.slice(0, 2).join(' ')} ended with ${how}: ${child.lastWords}`;
    });
  }

  /** Resolves once it is ready, or was killed before. @throws Error with its last words when it ended by itself */
  whenReady(): Promise<void> {
    return this.#starting;
  }

  /** Whoever kills it also starts it again before the next one may. */
  inTurn<T>(action: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(action);
    this.#turn = mine.catch(() => {});
    return mine;
  }

  /** kill -9, wherever it stands. */
  async kill(): Promise<void> {
    await this.#child?.kill();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#child?.stop();
  }
}

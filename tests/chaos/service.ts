import { Child } from './child.ts';

/** A part of the system that runs until it is killed, and can be started again. */
export class Service {
  readonly #args: readonly string[];
  readonly #options: { log: string; env?: Record<string, string> };
  #child: Child | undefined;
  #starting: Promise<unknown> = Promise.resolve();

  constructor(args: readonly string[], options: { log: string; env?: Record<string, string> }) {
    this.#args = args;
    this.#options = options;
  }

  get alive(): boolean {
    return this.#child?.running ?? false;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Resolves once it is ready, or once it was killed before that. */
  async start(): Promise<void> {
    // Two kills may have met it down, and both start it again.
    if (this.alive) return;
    const child = new Child(this.#args, this.#options);
    this.#child = child;
    const ready = child.ready().catch(async (error: unknown) => {
      if ((await child.ended) !== 'SIGKILL') throw error;
    });
    this.#starting = ready;
    await ready;
  }

  /** kill -9, wherever it stands. */
  async kill(): Promise<void> {
    await this.#child?.kill();
    await this.#starting;
  }

  async stop(): Promise<void> {
    await this.#child?.stop();
  }
}

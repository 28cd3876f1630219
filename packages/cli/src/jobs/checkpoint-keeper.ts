import type { Context } from '../context.ts';
import { explain } from '../failure/explain.ts';

/** Keeps the latest checkpoint that a client may have, one download at a time; a failure is told and costs nothing else. */
export class CheckpointKeeper {
  readonly #context: Context;
  readonly #take: () => Promise<{ epoch: number; path: string }>;
  #busy: Promise<void> | null = null;
  #again = false;

  constructor(context: Context, take: () => Promise<{ epoch: number; path: string }>) {
    this.#context = context;
    this.#take = take;
  }

  /** There is a newer one. */
  poke(): void {
    this.#again = true;
    this.#busy ??= this.#work().finally(() => {
      this.#busy = null;
    });
  }

  async idle(): Promise<void> {
    await this.#busy;
  }

  async #work(): Promise<void> {
    const { output, signal } = this.#context;
    while (this.#again && !signal.aborted) {
      this.#again = false;
      try {
        const { epoch, path } = await this.#take();
        if (output.json) output.say({ data: { event: 'kept', epoch, path }, text: '' });
        else output.note(`kept the state behind epoch ${epoch}: ${path}`);
      } catch (error) {
        const { message } = explain(error, 'cyxwiz job watch');
        output.note(`no checkpoint was kept: ${message}`);
      }
    }
  }
}

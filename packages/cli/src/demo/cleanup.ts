type Step = { what: string; stop: () => Promise<void> | void };

/** What was started, in order, so that it can be stopped in the opposite order, once, whatever happened. */
export class Cleanup {
  readonly #steps: Step[] = [];
  #done: Promise<void> | undefined;

  /** What is added after `run` was still starting then, and is stopped as soon as the rest has been. */
  add(what: string, stop: () => Promise<void> | void): void {
    if (this.#done === undefined) this.#steps.push({ what, stop });
    else this.#done = this.#done.then(() => end({ what, stop }));
  }

  run(): Promise<void> {
    this.#done ??= this.#runAll();
    return this.#done;
  }

  async #runAll(): Promise<void> {
    for (const step of this.#steps.reverse()) await end(step);
  }
}

async function end({ what, stop }: Step): Promise<void> {
  try {
    await stop();
  } catch (error) {
    process.stderr.write(
      `could not stop ${what}: ${error instanceof Error ? error.message : String(error)}\n`,
    );
  }
}

/** What was started, in order, so that it can be stopped in the opposite order, once, whatever happened. */
export class Cleanup {
  readonly #steps: { what: string; stop: () => Promise<void> | void }[] = [];
  #done: Promise<void> | undefined;

  add(what: string, stop: () => Promise<void> | void): void {
    this.#steps.push({ what, stop });
  }

  run(): Promise<void> {
    this.#done ??= this.#runAll();
    return this.#done;
  }

  async #runAll(): Promise<void> {
    for (const { what, stop } of this.#steps.reverse()) {
      try {
        await stop();
      } catch (error) {
        process.stderr.write(
          `could not stop ${what}: ${error instanceof Error ? error.message : String(error)}\n`,
        );
      }
    }
  }
}

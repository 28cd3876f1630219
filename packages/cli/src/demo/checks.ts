import type { Screen } from './screen.ts';

/** What the demo promised and whether it held. The exit code follows from it, and nothing else. */
export class Checks {
  readonly #screen: Screen;
  readonly #failed: string[] = [];
  #count = 0;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  that(what: string, holds: boolean, detail = ''): void {
    this.#count += 1;
    if (!holds) this.#failed.push(detail ? `${what}: ${detail}` : what);
    this.#screen.say(`${holds ? 'ok  ' : 'FAIL'} ${what}${!holds && detail ? ` (${detail})` : ''}`);
  }

  equal(what: string, found: unknown, expected: unknown): void {
    this.that(what, found === expected, `expected ${String(expected)}, found ${String(found)}`);
  }

  get failed(): readonly string[] {
    return this.#failed;
  }

  get count(): number {
    return this.#count;
  }
}

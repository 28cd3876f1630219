/** So many at a time, and so many by one name. */
export class Places {
  readonly #most: number;
  readonly #mostEach: number;
  readonly #taken = new Map<string, number>();
  #all = 0;

  constructor(most: number, mostEach: number) {
    this.#most = most;
    this.#mostEach = mostEach;
  }

  get taken(): number {
    return this.#all;
  }

  /** Gives the place back, once; undefined when there is none. */
  take(name: string): (() => void) | undefined {
    const mine = this.#taken.get(name) ?? 0;
    if (this.#all >= this.#most || mine >= this.#mostEach) return undefined;
    this.#all += 1;
    this.#taken.set(name, mine + 1);
    let given = false;
    return () => {
      if (given) return;
      given = true;
      this.#all -= 1;
      const left = (this.#taken.get(name) ?? 1) - 1;
      if (left === 0) this.#taken.delete(name);
      else this.#taken.set(name, left);
    };
  }
}

/** So many by one name in each minute. Names are forgotten with the minute, so that they take no room. */
export class PerMinute {
  readonly #most: number;
  readonly #counts = new Map<string, number>();
  #minute = 0;

  constructor(most: number) {
    this.#most = most;
  }

  take(name: string, nowMs: number): boolean {
    const minute = Math.floor(nowMs / 60_000);
    if (minute !== this.#minute) this.#counts.clear();
    this.#minute = minute;
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    return count <= this.#most;
  }
}

/** A rate with a second of credit: what is taken beyond it has to be waited for. */
export class Rate {
  readonly #perSecond: number;
  #freeAtMs = 0;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** Milliseconds to wait before more is taken. */
  take(amount: number, nowMs: number): number {
    this.#freeAtMs = Math.max(this.#freeAtMs, nowMs - 1000) + (1000 * amount) / this.#perSecond;
    return Math.max(0, this.#freeAtMs - nowMs);
  }
}

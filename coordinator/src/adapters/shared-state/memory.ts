import { EventEmitter } from 'node:events';
import type { Beat, SharedState } from '../../ports/shared-state.ts';
import type { Clock } from '../../ports/system.ts';

/** Entries after which those that have ended are swept, at most once a second: a sweep reads them all. */
const SWEEP_AT = 1024;
const SWEEP_EVERY_MS = 1_000;
/** Entries that are kept at most; then the oldest goes. Strangers choose keys, so there must be an end. */
const MOST = 65_536;

/** A map whose entries end. */
export class ExpiringMap<T> {
  readonly #entries = new Map<string, { value: T; until: number }>();
  readonly #clock: Clock;
  #sweptAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#entries.size;
  }

  set(key: string, value: T, ttlMs: number): void {
    const now = this.#clock.now();
    if (!this.#entries.has(key)) this.#makeRoom(now);
    this.#entries.set(key, { value, until: now + ttlMs });
  }

  #makeRoom(now: number): void {
    if (this.#entries.size >= SWEEP_AT && Math.abs(now - this.#sweptAt) >= SWEEP_EVERY_MS) {
      this.#sweptAt = now;
      for (const [old, entry] of this.#entries) if (entry.until <= now) this.#entries.delete(old);
    }
    if (this.#entries.size < MOST) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }

  get(key: string): { value: T; until: number } | undefined {
    const entry = this.#entries.get(key);
    if (!entry || entry.until > this.#clock.now()) return entry;
    this.#entries.delete(key);
    return undefined;
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}

/** For one process: what Redis does for several. */
export function memoryState(clock: Clock): SharedState {
  const beats = new ExpiringMap<Beat>(clock);
  const counts = new ExpiringMap<number>(clock);
  const secrets = new ExpiringMap<string>(clock);
  const sessions = new ExpiringMap<string>(clock);
  const topics = new EventEmitter().setMaxListeners(0);
  return {
    presence: {
      beat: async (node, beat, ttlMs) => beats.set(node, beat, ttlMs),
      online: async (nodes) =>
        new Map(
          nodes.flatMap((node) => {
            const entry = beats.get(node);
            return entry ? [[node, entry.value] as const] : [];
          }),
        ),
    },
    fanout: {
      publish: async (topic) => void topics.emit(topic),
      subscribe: async (topic, listener) => {
        topics.on(topic, listener);
        return () => void topics.off(topic, listener);
      },
    },
    limiter: {
      take: async (key, limit, windowMs) => {
        const entry = counts.get(key);
        const count = (entry?.value ?? 0) + 1;
        const left = entry ? entry.until - clock.now() : windowMs;
        counts.set(key, count, left);
        return count > limit ? Math.max(1, left) : 0;
      },
    },
    once: {
      put: async (key, value, ttlMs) => secrets.set(key, value, ttlMs),
      take: async (key) => {
        const entry = secrets.get(key);
        secrets.delete(key);
        return entry?.value;
      },
    },
    sessions: {
      put: async (key, value, ttlMs) => sessions.set(key, value, ttlMs),
      get: async (key) => sessions.get(key)?.value,
      delete: async (key) => sessions.delete(key),
    },
    ping: async () => undefined,
    close: async () => void topics.removeAllListeners(),
  };
}

import { messageOf } from '../domain/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';

const LONGEST_MS = 60_000;

export interface RetryOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly what: string;
  readonly firstMs: number;
  readonly signal: AbortSignal;
  /** Errors that no repetition mends; they are thrown. */
  readonly isFinal?: (error: unknown) => boolean;
  /** Attempts before the last error is thrown; default: no limit. */
  readonly attempts?: number;
}

/** Repeats `attempt` until it succeeds, with waits that double; throws the abort reason when the signal fires. */
export async function retry<T>(options: RetryOptions, attempt: () => Promise<T>): Promise<T> {
  for (let tried = 1, wait = options.firstMs; ; tried += 1, wait = Math.min(2 * wait, LONGEST_MS)) {
    options.signal.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      if (options.isFinal?.(error) === true || tried >= (options.attempts ?? Number.POSITIVE_INFINITY))
        throw error;
      options.log.warn(
        { error: messageOf(error), tried, waitMs: wait },
        `${options.what} failed; trying again`,
      );
    }
    await options.clock.sleep(wait, options.signal);
  }
}

import type { Fanout } from '../ports/shared-state.ts';

/** Yields at once, then after every hint and at the latest after `pollMs`, until `signal` aborts. Hints coalesce. */
export async function* changes(
  fanout: Fanout,
  topic: string,
  pollMs: number,
  signal: AbortSignal,
): AsyncGenerator<void> {
  let wake: (() => void) | undefined;
  let pending = true;
  const nudge = () => {
    pending = true;
    wake?.();
  };
  const unsubscribe = await fanout.subscribe(topic, nudge);
  signal.addEventListener('abort', nudge, { once: true });
  try {
    while (!signal.aborted) {
      if (!pending) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, pollMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        wake = undefined;
        if (signal.aborted) return;
      }
      pending = false;
      yield;
    }
  } finally {
    signal.removeEventListener('abort', nudge);
    unsubscribe();
  }
}

import type { Log } from '../../ports/system.ts';

export interface Loop {
  /** Runs now, or once more when it runs already. */
  nudge(): void;
  /** Resolves when the current run has ended. */
  stop(): Promise<void>;
}

/** Runs `work` every `everyMs`, never twice at once; an error is logged and the next turn comes. */
export function startLoop(name: string, everyMs: number, work: () => Promise<unknown>, log: Log): Loop {
  let stopped = false;
  let again = false;
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  const turn = async () => {
    do {
      again = false;
      try {
        await work();
      } catch (err) {
        if (!stopped) log.warn({ err, loop: name }, 'a background task failed; it is tried again');
      }
    } while (again && !stopped);
  };
  const start = () => {
    clearTimeout(timer);
    if (stopped || running) return;
    running = turn().finally(() => {
      running = undefined;
      if (!stopped) timer = setTimeout(start, everyMs);
    });
  };
  start();
  return {
    nudge: () => {
      again = true;
      start();
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

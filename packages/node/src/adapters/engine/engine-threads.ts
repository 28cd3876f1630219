import { availableParallelism } from 'node:os';
import { EngineThread } from './engine-thread.ts';

/** A training's place in a thread. */
export interface Place {
  readonly thread: EngineThread;
  /** Whether another training is, or was, in the same thread: its end then says nothing about this one. */
  readonly shared: () => boolean;
  /** Ends the thread with its last training. */
  leave(): Promise<void>;
}

interface Threaded {
  readonly thread: EngineThread;
  trainings: number;
  crowded: boolean;
}

/**
 * The threads of trainings. A thread takes tens of megabytes whatever it does, so light trainings share as many as there
 * are cores: more would not be faster.
 */
export class EngineThreads {
  readonly #most: number;
  readonly #start: () => EngineThread;
  #common: Threaded[] = [];

  constructor(most = availableParallelism(), start = () => new EngineThread()) {
    this.#most = most;
    this.#start = start;
  }

  /** A place beside others. */
  beside(): Place {
    this.#common = this.#common.filter(({ thread }) => !thread.gone);
    const [least] = this.#common.toSorted((a, b) => a.trainings - b.trainings);
    if (least !== undefined && this.#common.length >= this.#most) return this.#placeIn(least);
    const added = this.#added();
    this.#common.push(added);
    return this.#placeIn(added);
  }

  /** A place in a thread that nobody else is given. */
  alone(): Place {
    return this.#placeIn(this.#added());
  }

  #added(): Threaded {
    return { thread: this.#start(), trainings: 0, crowded: false };
  }

  #placeIn(threaded: Threaded): Place {
    threaded.trainings += 1;
    threaded.crowded ||= threaded.trainings > 1;
    let left = false;
    return {
      thread: threaded.thread,
      shared: () => threaded.crowded,
      leave: async () => {
        if (left) return;
        left = true;
        threaded.trainings -= 1;
        if (threaded.trainings > 0) return;
        this.#common = this.#common.filter((other) => other !== threaded);
        await threaded.thread.close();
      },
    };
  }
}

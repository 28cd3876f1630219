import { NodeError } from '../../domain/errors.ts';
import type { ActiveJob } from '../../usecases/active-job.ts';

/** Downloads of one job at the same time; each holds a few chunks in memory for a reader that is slow. */
const MAX_OF_A_JOB = 4;

/** Bounds how many files are sent at the same time, of a job and in all. */
export class DownloadSlots {
  readonly #running = new Map<ActiveJob, number>();
  readonly #most: number;
  #all = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** @throws NodeError DOWNLOAD_BUSY */
  async within(job: ActiveJob, send: () => Promise<void>): Promise<void> {
    const ofJob = this.#running.get(job) ?? 0;
    if (ofJob >= MAX_OF_A_JOB || this.#all >= this.#most) {
      throw new NodeError(
        'DOWNLOAD_BUSY',
        `${ofJob} downloads of this job and ${this.#all} in all are under way: try again when one of them has ended`,
        { ofJob: String(MAX_OF_A_JOB), all: String(this.#most) },
      );
    }
    this.#running.set(job, ofJob + 1);
    this.#all += 1;
    try {
      await send();
    } finally {
      this.#all -= 1;
      const left = (this.#running.get(job) ?? 1) - 1;
      if (left === 0) this.#running.delete(job);
      else this.#running.set(job, left);
    }
  }
}

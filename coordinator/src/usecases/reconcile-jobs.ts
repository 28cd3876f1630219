import type { Database } from '../ports/stores.ts';
import type { Log } from '../ports/system.ts';
import type { ObserveJob } from './observe-job.ts';

export interface ReconcileJobsDeps {
  readonly database: Database;
  readonly observeJob: ObserveJob;
  readonly log: Log;
}

const PAGE = 100;

/** Looks at every open job's account itself, whatever the history said. One bad job does not stop the others. */
export function reconcileJobs(deps: ReconcileJobsDeps) {
  return async (): Promise<number> => {
    let after = '';
    let count = 0;
    for (;;) {
      const page = await deps.database.jobs.open(after, PAGE);
      for (const job of page) {
        try {
          await deps.observeJob(job);
          await deps.observeJob(job, { commitment: 'finalized' });
        } catch (error) {
          deps.log.warn({ job, err: error }, 'could not reconcile the job; it is tried again next time');
        }
        after = job;
        count++;
      }
      if (page.length < PAGE) return count;
    }
  };
}

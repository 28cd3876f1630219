import { ENDED, type JobView, publicView } from '../domain/job.ts';
import { topics } from '../domain/limits.ts';
import type { SharedState } from '../ports/shared-state.ts';
import type { Database } from '../ports/stores.ts';
import { changes } from './changes.ts';
import { unknownJob } from './confirm-escrow.ts';

export interface WatchJobDeps {
  readonly database: Database;
  readonly shared: SharedState;
  /** Looks again after so long even without a hint. */
  readonly pollMs: number;
}

/** The job as it is now, then each change, until it has ended or `signal` aborts. @throws FaultError `JOB_UNKNOWN` */
export function watchJob(deps: WatchJobDeps) {
  return async function* (job: string, signal: AbortSignal): AsyncGenerator<JobView> {
    let last = '';
    for await (const _ of changes(deps.shared.fanout, topics.job(job), deps.pollMs, signal)) {
      const view = await deps.database.jobs.view(job);
      if (!view) throw unknownJob(job);
      const text = JSON.stringify({ ...view, observedSlot: 0 }, (_key, value) =>
        typeof value === 'bigint' ? value.toString() : value,
      );
      if (text !== last) yield publicView(view);
      if (ENDED.has(view.phase)) return;
      last = text;
    }
  };
}

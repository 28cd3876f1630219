import { topics } from '../domain/limits.ts';
import type { SharedState } from '../ports/shared-state.ts';
import type { Database } from '../ports/stores.ts';
import type { Clock } from '../ports/system.ts';
import type { IndexChain } from './index-chain.ts';
import type { ObserveJob } from './observe-job.ts';
import { ownJob } from './report-progress.ts';

export interface ReportCompletionDeps {
  readonly database: Database;
  readonly shared: SharedState;
  readonly clock: Clock;
  readonly indexChain: IndexChain;
  readonly observeJob: ObserveJob;
}

/**
 * A hint to look at the chain now. The phase and the transactions that the node names are not believed: the history
 * is read from the cursor on. Only the node's own words on a failure are kept, as such.
 * @throws FaultError `JOB_UNKNOWN`, `NOT_YOUR_JOB`
 */
export function reportCompletion(deps: ReportCompletionDeps) {
  return async (node: string, job: string, error: string): Promise<void> => {
    await ownJob(deps.database, node, job);
    if (error) {
      await deps.database.jobs.fail(job, `node: ${error}`, deps.clock.now());
      await deps.shared.fanout.publish(topics.job(job));
    }
    await deps.indexChain('confirmed');
    await deps.observeJob(job);
  };
}

import { type JobView, publicView } from '../domain/job.ts';
import type { Database } from '../ports/stores.ts';
import { unknownJob } from './confirm-escrow.ts';

/** @throws FaultError `JOB_UNKNOWN` */
export function getJob(deps: { readonly database: Database }) {
  return async (job: string): Promise<JobView> => {
    const view = await deps.database.jobs.view(job);
    if (!view) throw unknownJob(job);
    return publicView(view);
  };
}

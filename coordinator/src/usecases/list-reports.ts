import type { Report } from '../domain/job.ts';
import type { Database } from '../ports/stores.ts';
import { unknownJob } from './confirm-escrow.ts';

/** What the node said of a job's training so far, by epoch. @throws FaultError `JOB_UNKNOWN` */
export function listReports(deps: { readonly database: Database }) {
  return async (job: string): Promise<readonly Report[]> => {
    if (!(await deps.database.jobs.offer(job))) throw unknownJob(job);
    return deps.database.jobs.reports(job);
  };
}

import { type JobView, publicView } from '../domain/job.ts';
import type { Database, JobFilter } from '../ports/stores.ts';

/** Newest first. */
export function listJobs(deps: { readonly database: Database }) {
  return async (filter: JobFilter): Promise<readonly JobView[]> =>
    (await deps.database.jobs.list(filter)).map(publicView);
}

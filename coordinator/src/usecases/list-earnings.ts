import type { Earning } from '../domain/job.ts';
import type { Database, EarningsFilter } from '../ports/stores.ts';

/** What a node's owner was paid, newest first, as far as this coordinator introduced the jobs. */
export function listEarnings(deps: { readonly database: Database }) {
  return (filter: EarningsFilter): Promise<readonly Earning[]> => deps.database.jobs.earnings(filter);
}

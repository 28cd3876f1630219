import type { Program } from './process-job.ts';

/** What a node offers that takes jobs of the exact tier, besides `exact`. */
export const AUDITED_OFFER = 'exact:audited';

/** The name by which nodes offer what a job is trained with, and jobs are matched. */
export function engineOffer(job: {
  readonly engine: string;
  readonly program?: Program | undefined;
  readonly exact?: unknown;
}): string {
  if (job.exact !== undefined) return AUDITED_OFFER;
  return job.program === undefined ? job.engine : `${job.engine}:${job.program.name}`;
}

import type { Job } from '@cyxwiz/protocol';

/**
 * The first second of the chain's clock in which a job's node counts as dead, so that its client may reassign the job and
 * anyone may refund it: nothing anchored and no heartbeat for as long as governance says, or the deadline over.
 */
export function deadFrom(
  job: Pick<Job, 'acceptedAt' | 'anchoredAt' | 'deadline' | 'terms'>,
  lastHeartbeat: bigint,
): bigint {
  const heard = [job.acceptedAt, job.anchoredAt, lastHeartbeat].reduce((a, b) => (a > b ? a : b));
  const silent = heard + job.terms.silence;
  if (silent > job.deadline) return job.deadline + 1n;
  return silent + 1n;
}

/** Where the next node of a job would go on: behind which epoch, and from which weights. */
export function restartOf(
  job: Pick<
    Job,
    | 'tier'
    | 'state'
    | 'epochsDone'
    | 'provenCheckpoints'
    | 'checkpointInterval'
    | 'initialWeights'
    | 'provenWeights'
  >,
): { epoch: number; weights: Uint8Array } {
  // In the exact tier nothing is earned before the audits: a job whose node dies on the way begins anew.
  const proven = job.tier === 'Exact' ? 0 : job.provenCheckpoints;
  if (job.state === 'Funded' || proven === 0) return { epoch: job.epochsDone, weights: job.initialWeights };
  return { epoch: job.epochsDone + proven * job.checkpointInterval, weights: job.provenWeights };
}

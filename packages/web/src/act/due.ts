import type { Job, Node } from '@cyxwiz/protocol';
import type { EscrowActions } from '@cyxwiz/sdk';
import { namesOf } from './names.ts';

/** Something that anybody may do now. */
export interface Due {
  readonly key: string;
  readonly label: string;
  readonly why: string;
  /** The job it is about, if it is about one. */
  readonly job?: string;
  readonly names?: ReadonlyMap<string, string>;
  readonly act: (actions: EscrowActions) => Promise<unknown>;
}

/**
 * What is due of a job at `now` (the chain's clock, unix seconds), by the rules of the program as far as they look at the
 * job and its node; the least score of the node they also ask for is in neither.
 */
export function dueOf(address: string, job: Job, node: Node | undefined, now: bigint): Due | undefined {
  const names = namesOf(address, job);
  const worked = job.state === 'Running' || job.state === 'Proving';
  if (workHolds(job)) {
    // Such a job is never refunded, however late it is.
    const mayObject = !job.objectionWaived && now <= job.provenAt + job.terms.objectionWindow;
    if (mayObject) return undefined;
    return {
      key: `settle:${address}`,
      job: address,
      names,
      label: 'Pay the node',
      why: 'Everything is proven, and the time to object is over or was given up.',
      act: (actions) => actions.settle(address),
    };
  }
  const heard = [job.acceptedAt, job.anchoredAt, node?.lastHeartbeat ?? 0n].reduce((a, b) => (a > b ? a : b));
  const silent = worked && now > heard + job.terms.silence;
  const late = (worked || job.state === 'Funded') && now > job.deadline;
  if (!silent && !late) return undefined;
  return {
    key: `timeout:${address}`,
    job: address,
    names,
    label: 'Send the refund',
    why: late ? 'Its deadline has passed.' : 'Its node has not been heard of for too long.',
    act: (actions) => actions.timeout(address),
  };
}

/** All checkpoints are proven, and all audits of the exact tier: `Job::is_verified`. */
export function isVerified(job: Job): boolean {
  const audited = job.tier !== 'Exact' || (job.auditsDue > 0 && job.auditsProven === job.auditsDue);
  return job.provenCheckpoints >= job.checkpoints && audited;
}

/** The work is verified and did not take too long: `policy::work_holds`. */
function workHolds(job: Job): boolean {
  if (job.state !== 'Proving' || !isVerified(job)) return false;
  const { timeMaxBps, timeGrace } = job.terms;
  const longest = (BigInt(job.estimatedSeconds) * BigInt(timeMaxBps)) / 10_000n + timeGrace;
  return job.anchoredAt - job.acceptedAt <= longest;
}

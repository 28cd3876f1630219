import { type Job, type Node, outcomeQueueAddress, pageOf, reputation } from '@cyxwiz/protocol';
import type { EscrowActions } from '@cyxwiz/sdk';
import { connection, reader } from '../chain/rpc.ts';
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

/** What is due of a job at `now` (the chain's clock, unix seconds), by the rules of the program. */
export function dueOf(address: string, job: Job, node: Node | undefined, now: bigint): Due | undefined {
  const names = namesOf(address, job);
  const worked = job.state === 'Running' || job.state === 'Proving';
  if (job.state === 'Proving' && provenAndOpen(job, now)) {
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

function provenAndOpen(job: Job, now: bigint): boolean {
  if (job.provenCheckpoints < job.checkpoints) return false;
  return job.objectionWaived || now > job.provenAt + job.terms.objectionWindow;
}

/** Everything due that concerns these jobs, and the scores of these nodes. */
export async function readDue(jobs: readonly string[], nodes: readonly string[]): Promise<readonly Due[]> {
  const now = await reader.unixTime();
  const ofJobs = jobs.map(async (address) => {
    const job = (await reader.job(address))?.value;
    if (!job) return undefined;
    const working = job.state === 'Running' || job.state === 'Proving';
    const node = working ? await reader.node(job.node) : undefined;
    return dueOf(address, job, node?.value, now);
  });
  const indexes = await Promise.all(nodes.map(async (node) => (await reader.node(node))?.value.index));
  const pages = [...new Set(indexes.flatMap((index) => (index === undefined ? [] : [pageOf(index)])))];
  const all = await Promise.all([...ofJobs, ...pages.map(outcomesOf)]);
  return all.filter((due) => due !== undefined);
}

async function outcomesOf(page: number): Promise<Due | undefined> {
  const account = await connection.getAccountInfo(outcomeQueueAddress(page));
  const waiting = account ? reputation.decodeAccount('OutcomeQueue', account.data).len : 0;
  if (waiting === 0) return undefined;
  return {
    key: `outcomes:${page}`,
    label: 'Update the scores',
    why: `${waiting} outcome${waiting === 1 ? '' : 's'} of nodes ${page * 32} to ${page * 32 + 31} wait${waiting === 1 ? 's' : ''} to be counted.`,
    act: (actions) => actions.applyOutcomes(page),
  };
}

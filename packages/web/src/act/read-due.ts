import { outcomeQueueAddress, pageOf, reputation } from '@cyxwiz/protocol';
import { connection, reader } from '../chain/rpc.ts';
import { auditDueOf } from './audit-due.ts';
import { type Due, dueOf } from './due.ts';

/** Everything due that concerns these jobs, and the scores of these nodes. */
export async function readDue(jobs: readonly string[], nodes: readonly string[]): Promise<readonly Due[]> {
  const now = await reader.unixTime();
  const ofJobs = jobs.map(async (address) => {
    const job = (await reader.job(address))?.value;
    if (!job) return undefined;
    const working = job.state === 'Running' || job.state === 'Proving';
    const node = working ? await reader.node(job.node) : undefined;
    const audit = job.tier === 'Exact' && job.stepsAnchored ? await reader.audit(address) : undefined;
    const drawn = audit && auditDueOf(address, job, audit.value, BigInt(await reader.slot()), now);
    return [dueOf(address, job, node?.value, now), drawn];
  });
  const indexes = await Promise.all(nodes.map(async (node) => (await reader.node(node))?.value.index));
  const pages = [...new Set(indexes.flatMap((index) => (index === undefined ? [] : [pageOf(index)])))];
  const all = await Promise.all([...ofJobs, ...pages.map(outcomesOf)]);
  return all.flat().filter((due) => due !== undefined);
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

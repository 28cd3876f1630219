import { type Dispute, disputeAddress, governance } from '@cyxwiz/protocol';
import { connection, reader } from '../chain/rpc.ts';
import { readConfig } from '../govern/read.ts';
import { type Job, readJobs } from '../rest/api.ts';

/** Of each standing, the newest. */
const MOST = '50';

export interface Listed {
  readonly job: Job;
  /** Undefined: nothing of it is left. */
  readonly dispute: Dispute | undefined;
}

/** The disputes over jobs that this coordinator knows, open ones first. */
export async function readDisputes(): Promise<{ now: bigint; disputes: readonly Listed[] }> {
  const [disputed, resolved, now] = await Promise.all([
    readJobs({ phase: 'DISPUTED', limit: MOST }),
    readJobs({ phase: 'RESOLVED', limit: MOST }),
    reader.unixTime(),
  ]);
  const jobs = [...disputed, ...resolved];
  const addresses = jobs.map(({ job }) => disputeAddress(job));
  const accounts = addresses.length > 0 ? await connection.getMultipleAccountsInfo(addresses) : [];
  const disputes = jobs.map((job, at) => {
    const account = accounts[at];
    const ours = account?.owner.equals(governance.id);
    return {
      job,
      dispute: ours ? governance.decodeAccount('Dispute', account?.data ?? new Uint8Array()) : undefined,
    };
  });
  return { now, disputes };
}

/** A dispute by its job, and what the chain says of the job and its node. */
export async function readDispute(id: string) {
  const [seen, job, now, config] = await Promise.all([
    reader.dispute(id),
    reader.job(id),
    reader.unixTime(),
    readConfig(),
  ]);
  const node = seen && (await reader.node(seen.value.node));
  const mint = job && (await reader.mint(job.value.mint));
  return {
    address: seen?.address ?? '',
    dispute: seen?.value,
    job: job?.value,
    decimals: mint?.value.decimals ?? 0,
    node: node?.value,
    now,
    config,
  };
}

export type Read = Awaited<ReturnType<typeof readDispute>>;
/** Of a dispute that is there. */
export type Case = Read & { readonly id: string; readonly dispute: Dispute };

import type { Job, JobId } from '@cyxwiz/protocol';
import { auditsPassed, type End } from './books.ts';
import type { Client } from './client.ts';
import { journalOf } from './moments.ts';
import type { Kind, Victim } from './plan.ts';
import type { System } from './system.ts';

export interface Ended {
  readonly end: End;
  /** The account as it was before it closed; undefined when nothing was paid in. */
  readonly job: Job | undefined;
}

const POLL_MS = 250;
/** Nothing moves for so long: it waits for somebody who is dead. Proofs of steps take longest. */
const STILL_MS: Readonly<Record<Kind, number>> = { committed: 25_000, program: 25_000, exact: 45_000 };
const LONGEST_MS = 600_000;

export async function jobOf(system: System, client: Client): Promise<Job | undefined> {
  return client.job === undefined ? undefined : (await system.chain.reader.job(client.job as JobId))?.value;
}

/** Nobody reveals the client's nonce: once it had its time, the node opens the challenge without. */
async function withoutNonce(system: System, client: Client, job: Job): Promise<Job | undefined> {
  const audit = client.job && (await system.chain.reader.audit(client.job as JobId))?.value;
  if (!audit || audit.recordedAt === 0n || audit.openedAt !== 0n || !system.node.alive) return job;
  await system.chain.timeTravel(audit.recordedAt + job.terms.revealWindow + 1n);
  return whenStill(system, client);
}

/** Brings a job to its end by what others may do once somebody stays dead, however long the chain's clock says it takes. */
export async function endWithout(victim: Victim, system: System, client: Client): Promise<Ended> {
  if (victim === 'node') await client.leave();
  const still = await whenStill(system, client);
  const job = still && (await withoutNonce(system, client, still));
  if (job === undefined) return { end: 'never paid for', job };
  if (job.state === 'Settled') return { end: 'paid', job };
  const { reader } = system.chain;
  const address = client.job ?? '';
  await client.leave();
  if (job.state === 'Funded') {
    if (victim === 'client') return refund(system, address, job, job.deadline);
    await system.chain.timeTravel(job.acceptBy + 1n);
    await client.cancel(address);
    return { end: 'cancelled', job: await jobOf(system, client) };
  }
  if (job.state === 'Proving' && job.provenCheckpoints === job.checkpoints && auditsPassed(job)) {
    if (!job.objectionWaived) await system.chain.timeTravel(job.provenAt + job.terms.objectionWindow + 1n);
    // The node, if it lives, does it by itself.
    if (!system.node.alive) await system.crank('crank', 'settle', address);
    return { end: 'paid', job: await settled(system, client) };
  }
  if (victim !== 'node') return refund(system, address, job, job.deadline);
  const heartbeat = (await reader.node(job.node))?.value.lastHeartbeat ?? 0n;
  const heard = [job.acceptedAt, job.anchoredAt, heartbeat].reduce((a, b) => (a > b ? a : b));
  return refund(system, address, job, heard + job.terms.silence);
}

async function refund(system: System, address: string, job: Job, after: bigint): Promise<Ended> {
  await system.chain.timeTravel(after + 1n);
  await system.crank('crank', 'timeout', address);
  return { end: 'refunded', job };
}

/** Waits for the settlement. @throws Error saying where the job stands instead */
export async function settled(system: System, client: Client): Promise<Job> {
  for (const until = Date.now() + LONGEST_MS; ; ) {
    const job = await jobOf(system, client);
    if (job?.state === 'Settled') return job;
    const fallen = system.node.fault ?? system.coordinator.fault;
    if (fallen !== undefined) throw new Error(fallen);
    if (Date.now() > until)
      throw new Error(`the job is ${job?.state ?? 'gone'} after ${LONGEST_MS / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** The job once nothing about it changes any more. */
async function whenStill(system: System, client: Client): Promise<Job | undefined> {
  let last = '';
  let since = Date.now();
  for (const until = Date.now() + LONGEST_MS; Date.now() < until; ) {
    const job = await jobOf(system, client);
    if (job?.state === 'Settled') return job;
    const journal = client.job === undefined ? undefined : journalOf(system, client.job);
    const now = [
      job?.state,
      job?.anchoredCheckpoints,
      job?.provenCheckpoints,
      job?.auditsProven,
      job?.objectionWaived,
    ];
    const seen = [...now, journal?.phase, journal?.latest?.epoch].join();
    if (seen !== last) since = Date.now();
    last = seen;
    const over = journal?.phase === 'failed' || journal?.phase === 'stopped';
    const gone = !system.node.alive && job?.state !== undefined;
    if (Date.now() - since > (over || gone ? 1_000 : STILL_MS[client.kind])) return job;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`the job still moves after ${LONGEST_MS / 1000} s`);
}

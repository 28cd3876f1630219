import { isFault } from '../domain/fault.ts';
import { LIMITS, topics } from '../domain/limits.ts';
import type { ChainReader } from '../ports/chain.ts';
import type { SharedState } from '../ports/shared-state.ts';
import type { Database } from '../ports/stores.ts';
import type { Clock, Log } from '../ports/system.ts';
import type { ObserveJob } from './observe-job.ts';

export interface ExpireReservationsDeps {
  readonly chain: ChainReader;
  readonly database: Database;
  readonly shared: SharedState;
  readonly clock: Clock;
  readonly observeJob: ObserveJob;
  readonly log: Log;
}

/**
 * Ends reservations that ran out. The chain is asked first: a client that funded without telling us keeps its slot. A
 * job that cannot be judged is left for the next time: every offer waits for this, so one must not stop them all.
 */
export function expireReservations(deps: ExpireReservationsDeps) {
  const { jobs } = deps.database;

  async function endOrKeep(job: string): Promise<void> {
    const { escrow } = await deps.chain.escrow(job, 'confirmed');
    if (escrow) {
      const offer = await jobs.offer(job);
      const node = offer && (await deps.database.nodes.get(offer.node));
      if (node) await jobs.hold(job, node.slots);
      await deps.observeJob(job);
    } else if (await jobs.expire(job, deps.clock.now())) {
      await deps.shared.fanout.publish(topics.job(job));
    }
  }

  async function dropOrKeep(job: string, before: number): Promise<void> {
    await deps.observeJob(job);
    await jobs.dropReplacement(job, before);
  }

  return async (): Promise<void> => {
    const now = deps.clock.now();
    const landed = now - LIMITS.landingMs;
    const overdue = [
      ...(await jobs.overdue(now, 100)).map((job) => ({ job, end: () => endOrKeep(job) })),
      ...(await jobs.overdueReplacements(landed, 100)).map((job) => ({
        job,
        end: () => dropOrKeep(job, landed),
      })),
    ];
    for (const { job, end } of overdue) {
      try {
        await end();
      } catch (error) {
        if (isFault(error) && error.code === 'CHAIN_UNAVAILABLE') throw error;
        deps.log.warn({ job, err: error }, 'could not end a reservation; it is tried again');
      }
    }
  };
}

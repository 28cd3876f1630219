import { fault, invalidField } from '../domain/fault.ts';
import { ENDED } from '../domain/job.ts';
import { LIMITS, topics } from '../domain/limits.ts';
import type { SharedState } from '../ports/shared-state.ts';
import type { Database, StoredOffer } from '../ports/stores.ts';
import type { Clock } from '../ports/system.ts';
import { unknownJob } from './confirm-escrow.ts';

export interface ReportProgressDeps {
  readonly database: Database;
  readonly shared: SharedState;
  readonly clock: Clock;
}

export interface ReportProgressInput {
  readonly node: string;
  readonly job: string;
  readonly epoch: number;
  readonly lossMicros: bigint;
  readonly accuracyPpm: number;
  readonly checkpointHash: Uint8Array | undefined;
}

/** The job, when it is that node's. @throws FaultError `JOB_UNKNOWN`, `NOT_YOUR_JOB` */
export async function ownJob(database: Database, node: string, job: string): Promise<StoredOffer> {
  const offer = await database.jobs.offer(job);
  if (!offer) throw unknownJob(job);
  if (offer.node !== node) {
    throw fault(
      'NOT_YOUR_JOB',
      `the job ${job} is assigned to another node`,
      'report only jobs of WatchAssignments',
    );
  }
  return offer;
}

/** Where an epoch lies on the job's curve: each has its own place, unless there are more of them than places. */
export function placeOf(epoch: number, epochs: number): number {
  return epochs <= LIMITS.maxReports ? epoch : Math.floor((epoch * (LIMITS.maxReports - 1)) / epochs);
}

/**
 * Stores what the node says of its training; shown as reported, never used for money.
 * @throws FaultError `JOB_UNKNOWN`, `NOT_YOUR_JOB`, `JOB_ENDED`, `INVALID_ARGUMENT`
 */
export function reportProgress(deps: ReportProgressDeps) {
  return async (input: ReportProgressInput): Promise<void> => {
    const offer = await ownJob(deps.database, input.node, input.job);
    if (ENDED.has(offer.phase)) {
      throw fault('JOB_ENDED', `the job ${input.job} has ended (${offer.phase})`, 'stop the training');
    }
    if (input.epoch > offer.terms.epochs) {
      throw invalidField('epoch', `${input.epoch} is beyond the job's ${offer.terms.epochs} epochs`);
    }
    const place = placeOf(input.epoch, offer.terms.epochs);
    await deps.database.jobs.report(input.job, { ...input, place, now: deps.clock.now() });
    await deps.shared.fanout.publish(topics.job(input.job));
  };
}

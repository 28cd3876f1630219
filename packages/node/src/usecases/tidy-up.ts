import { messageOf } from '../domain/errors.ts';
import type { JobRecord } from '../domain/job-record.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';
import type { ActiveJob } from './active-job.ts';
import type { AgentSettings } from './settings.ts';

const DAY_MS = 24 * 3600 * 1000;

/** Deletes what only the training needed, the client's data first of all; weights stay for the client to fetch. */
export async function tidyUp(job: ActiveJob, ports: AgentPorts): Promise<void> {
  const { dataset, snapshot } = job.record;
  try {
    await job.steps?.forget();
    job.steps = null;
    if (dataset !== null) await ports.jobs.removeFile(job.address, dataset.name);
    if (snapshot !== null) await ports.jobs.removeFile(job.address, snapshot.file.name);
    await ports.uploads.discard(job.address);
    const endedAtMs = ports.clock.nowMs();
    await job.update((record) => ({ ...record, dataset: null, snapshot: null, endedAtMs }));
  } catch (error) {
    ports.log.warn({ job: job.address, error: messageOf(error) }, 'files of the job could not be deleted');
  }
}

/** True for a job that ended so long ago that its weights need not be kept any more. */
export function isForgotten(record: JobRecord, nowMs: number, settings: AgentSettings): boolean {
  return record.endedAtMs !== null && nowMs - record.endedAtMs > settings.keepWeightsDays * DAY_MS;
}

import { messageOf } from '../domain/errors.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';
import type { ActiveJob } from './active-job.ts';
import { dropCheckpoints } from './drop-checkpoints.ts';
import type { AgentSettings } from './settings.ts';

const DAY_MS = 24 * 3600 * 1000;

/** Deletes what only the training needed, the client's data first of all; weights and checkpoints stay for the client. */
export async function tidyUp(job: ActiveJob, ports: AgentPorts, settings: AgentSettings): Promise<void> {
  const { dataset, snapshot, start, kept } = job.record;
  try {
    await job.steps?.forget();
    job.steps = null;
    if (dataset !== null) await ports.jobs.removeFile(job.address, dataset.name);
    const isKept = kept.some(({ file }) => file.name === snapshot?.file.name);
    if (snapshot !== null && !isKept) await ports.jobs.removeFile(job.address, snapshot.file.name);
    if (start !== null) await ports.jobs.removeFile(job.address, start.name);
    await ports.uploads.discard(job.address);
    await ports.starts.discard(job.address);
    const endedAtMs = ports.clock.nowMs();
    await job.update((record) => ({ ...record, dataset: null, snapshot: null, start: null, endedAtMs }));
    await dropCheckpoints(job, ports, settings);
  } catch (error) {
    ports.log.warn({ job: job.address, error: messageOf(error) }, 'files of the job could not be deleted');
  }
}

/** Deletes what of an ended job has been kept for long enough. True once nothing of it is left. */
export async function forgetOld(
  job: ActiveJob,
  { clock, jobs, records }: Pick<AgentPorts, 'clock' | 'jobs' | 'records'>,
  {
    keepWeightsDays,
    keepRecordsDays,
    keepCheckpointsDays,
  }: Pick<AgentSettings, 'keepWeightsDays' | 'keepRecordsDays' | 'keepCheckpointsDays'>,
): Promise<boolean> {
  const { endedAtMs, weights } = job.record;
  if (endedAtMs === null) return false;
  const days = (clock.nowMs() - endedAtMs) / DAY_MS;
  if (days > Math.max(keepWeightsDays, keepRecordsDays, keepCheckpointsDays)) {
    await jobs.remove(job.address);
    return true;
  }
  if (days > keepRecordsDays) await records.remove(job.address);
  if (days > keepWeightsDays && weights !== null) {
    await jobs.removeFile(job.address, weights.name);
    await job.update((record) => ({ ...record, weights: null }));
  }
  return false;
}

import type { JobRecord } from '../domain/job-record.ts';
import { keptForLongEnough, passedOver } from '../domain/kept-checkpoints.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';
import type { ActiveJob } from './active-job.ts';
import type { AgentSettings } from './settings.ts';

/** Deletes the states of checkpoints that this node does not keep: those between anchors, and all when their time is over. */
export async function dropCheckpoints(
  job: ActiveJob,
  ports: AgentPorts,
  settings: AgentSettings,
): Promise<void> {
  const { record } = job;
  if (keptForLongEnough(record, ports.clock.nowMs(), settings.keepCheckpointsDays)) {
    await drop(job, ports, record.kept);
  } else if (settings.keepCheckpoints === 'anchored') {
    await drop(job, ports, passedOver(record, job.plan));
  }
}

/** The journal forgets a state before its file goes, so that it never names one that is gone. */
async function drop(job: ActiveJob, ports: AgentPorts, old: JobRecord['kept']): Promise<void> {
  if (old.length === 0) return;
  const epochs = new Set(old.map(({ epoch }) => epoch));
  await job.update((record) => ({ ...record, kept: record.kept.filter(({ epoch }) => !epochs.has(epoch)) }));
  for (const { file } of old) await ports.jobs.removeFile(job.address, file.name);
}

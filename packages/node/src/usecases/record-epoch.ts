import { messageOf } from '../domain/errors.ts';
import type { EpochMetrics } from '../domain/job-record.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';
import type { ActiveJob } from './active-job.ts';

/** Most epochs that are kept of a job: longer ones are thinned evenly, so that no record outgrows a few megabytes. */
const MOST_ENTRIES = 20_000;

/** Keeps an epoch for the owner's curves. A disk that is full stops no training for them. */
export async function recordEpoch(job: ActiveJob, ports: AgentPorts, metrics: EpochMetrics): Promise<void> {
  const { epoch, lossMicros, accuracyPpm, elapsedMs } = metrics;
  const { epochs } = job.spec;
  if (epoch % Math.ceil(epochs / MOST_ENTRIES) !== 0 && epoch !== epochs) return;
  const { clock, load, log, records } = ports;
  const used = { cpuLoad: load.cpu(), memoryMib: load.memoryMib(), gpus: load.gpus() };
  const entry = { epoch, epochs, lossMicros, accuracyPpm, elapsedMs, atMs: clock.nowMs(), ...used };
  await records.append(job.address, entry).catch((error: unknown) => {
    log.debug({ job: job.address, epoch, error: messageOf(error) }, 'the epoch is not in the records');
  });
}

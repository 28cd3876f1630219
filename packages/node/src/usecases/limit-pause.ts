import { messageOf } from '../domain/errors.ts';
import type { JobRecord } from '../domain/job-record.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';
import type { ActiveJob } from './active-job.ts';
import type { AgentSettings } from './settings.ts';

/**
 * Lets a training that the client paused or stopped go on after a while. The escrow's clock does not stop: a client
 * could otherwise pause until the deadline, get its money back and have the node slashed. All pauses of a job count
 * together, or he would just pause again. Who is done with a job cancels it on chain.
 */
export async function limitPause(
  job: ActiveJob,
  ports: AgentPorts,
  settings: AgentSettings,
  signal: AbortSignal,
): Promise<void> {
  const { clock, log } = ports;
  const limitMs = 1000 * settings.pauseLimitSeconds;
  // Counts even when the disk is full; a rejection here, beside the training, would end the process.
  const write = (change: (record: JobRecord) => JobRecord) =>
    job.update(change).catch((error: unknown) => {
      log.error({ job: job.address, error: messageOf(error) }, 'the pause cannot be written down');
    });
  while (!signal.aborted) {
    await job.until((record) => record.paused, signal);
    if (signal.aborted) return;
    const resumed = new AbortController();
    const either = AbortSignal.any([signal, resumed.signal]);
    void job.until((record) => !record.paused, either).then(() => resumed.abort());
    const from = clock.nowMs();
    await clock.sleep(Math.max(0, limitMs - job.record.pausedMs), either);
    const pausedMs = job.record.pausedMs + Math.max(0, Math.round(clock.nowMs() - from));
    if (either.aborted || !job.record.paused) {
      await write((record) => ({ ...record, pausedMs }));
      continue;
    }
    log.warn({ job: job.address }, 'paused for long enough; the training goes on');
    job.controls?.resume();
    await write((record) => ({ ...record, pausedMs, pauseSpent: true, paused: false, stopped: null }));
  }
}

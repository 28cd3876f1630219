import { NodeError } from '../domain/errors.ts';
import { isOver } from '../domain/job-machine.ts';
import type { ActiveJob } from './active-job.ts';

export type TrainCommand =
  | { readonly kind: 'start' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'stop'; readonly reason: string }
  | { readonly kind: 'checkpoint' };

const LONGEST_REASON = 200;

/**
 * Carries out a command of the client. Repeating one changes nothing.
 * @throws NodeError DATASET_MISSING, COMMAND_REFUSED, JOB_ENDED
 */
export async function controlTraining(job: ActiveJob, command: TrainCommand): Promise<void> {
  const { phase } = job.record;
  if (isOver(phase)) {
    if (command.kind === 'start') return;
    throw new NodeError('JOB_ENDED', `the job is ${phase}; it takes no more commands`);
  }
  switch (command.kind) {
    case 'start':
      if (job.record.dataset === null) {
        throw new NodeError(
          'DATASET_MISSING',
          'the data set is not here yet: call UploadDataset, then start',
        );
      }
      if (!job.record.startRequested) await job.update((record) => ({ ...record, startRequested: true }));
      if (job.record.stopped !== null) await goOn(job);
      return;
    case 'pause':
      assertTraining(job, 'pause');
      assertPatience(job);
      job.controls?.pause();
      if (!job.record.paused) await job.update((record) => ({ ...record, paused: true }));
      return;
    case 'resume':
      assertTraining(job, 'resume');
      await goOn(job);
      return;
    case 'checkpoint':
      assertTraining(job, 'checkpoint');
      job.checkpointRequested = true;
      return;
    case 'stop':
      assertTraining(job, 'stop');
      assertPatience(job);
      await stop(job, command.reason.slice(0, LONGEST_REASON) || 'no reason given');
  }
}

/**
 * Holds the training, secures on chain what it has earned, and tells the watchers that this was all. The escrow knows
 * nothing of it: unless the client cancels there, the training goes on after a while (see limitPause).
 */
async function stop(job: ActiveJob, reason: string): Promise<void> {
  if (job.record.stopped !== null) return;
  job.controls?.pause();
  await job.update((record) => ({ ...record, paused: true, stopped: reason }));
  await job.controls?.secure();
  const error = `STOPPED_BY_CLIENT: the client stopped the training (${reason}); cancel the job on chain, or it goes on`;
  job.emit({ kind: 'ended', ended: { ok: false, error, finalWeights: '', weightsBytes: 0 } });
}

async function goOn(job: ActiveJob): Promise<void> {
  job.controls?.resume();
  if (job.record.paused) await job.update((record) => ({ ...record, paused: false, stopped: null }));
}

function assertPatience(job: ActiveJob): void {
  if (!job.record.pauseSpent) return;
  throw new NodeError(
    'COMMAND_REFUSED',
    'this job was held up for as long as the node can afford: cancel it on chain, or let it end',
  );
}

function assertTraining(job: ActiveJob, what: string): void {
  const { phase } = job.record;
  const waiting = phase === 'assigned' || phase === 'accepted';
  if (phase === 'training' || (waiting && job.record.startRequested)) return;
  throw new NodeError('COMMAND_REFUSED', `${what} needs a training that runs; this job is ${phase}`, {
    phase,
  });
}

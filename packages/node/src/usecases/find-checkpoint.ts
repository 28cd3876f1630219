import { NodeError } from '../domain/errors.ts';
import type { StoredFile } from '../domain/job-record.ts';
import { checkpointAt, epochOf, paidCheckpoints } from '../domain/kept-checkpoints.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';
import type { ActiveJob } from './active-job.ts';
import { dropCheckpoints } from './drop-checkpoints.ts';
import type { AgentSettings } from './settings.ts';

export interface FoundCheckpoint {
  readonly epoch: number;
  readonly file: StoredFile;
  /** Commitment to its weights, hex. */
  readonly weights: string;
}

/**
 * The state behind a checkpoint; `epoch` 0: behind the latest one that may be had. One that is anchored and not proven is
 * proven first, so that it is paid for before it leaves the machine.
 * @throws NodeError CHECKPOINT_UNKNOWN, CHECKPOINT_UNPROVEN, CHECKPOINT_EXPIRED
 */
export async function findCheckpoint(
  job: ActiveJob,
  epoch: number,
  ports: AgentPorts,
  settings: AgentSettings,
): Promise<FoundCheckpoint> {
  await dropCheckpoints(job, ports, settings);
  const number = epoch === 0 ? latest(job) : known(job, epoch);
  if (number > paid(job) && number <= (job.record.anchor?.checkpoints ?? 0)) await job.controls?.secure();
  if (number > paid(job)) throw unproven(job, number);
  const wanted = epochOf(number, job.plan);
  const kept = job.record.kept.find((state) => state.epoch === wanted);
  const weights = job.record.checkpoints[number - 1]?.weights;
  if (kept === undefined || weights === undefined) throw expired(job, wanted);
  return { epoch: wanted, file: kept.file, weights };
}

function paid({ record, checkpointsTotal, spec }: ActiveJob): number {
  return paidCheckpoints(record, checkpointsTotal, spec.exact !== undefined);
}

function latest(job: ActiveJob): number {
  const anchored = job.record.anchor?.checkpoints ?? 0;
  if (anchored > 0) return anchored;
  throw new NodeError('CHECKPOINT_UNKNOWN', 'no checkpoint of the job is anchored yet: ask again later', {
    anchored: '0',
    next: 'ask again when the job has an anchor',
  });
}

/** @throws NodeError CHECKPOINT_UNKNOWN for what is no checkpoint, or not there yet */
function known(job: ActiveJob, epoch: number): number {
  const number = checkpointAt(epoch, job.plan);
  const { checkpointInterval, epochs } = job.spec;
  if (number === null) {
    throw new NodeError(
      'CHECKPOINT_UNKNOWN',
      `no checkpoint of this job ends with epoch ${epoch}: ask for a multiple of ${checkpointInterval}, or for ${epochs}`,
      {
        checkpointInterval: String(checkpointInterval),
        epochs: String(epochs),
        next: 'ask for the epoch of a checkpoint, or for the latest (0)',
      },
    );
  }
  const trained = epochOf(job.record.checkpoints.length, job.plan);
  if (epoch <= trained) return number;
  throw new NodeError(
    'CHECKPOINT_UNKNOWN',
    `epoch ${epoch} is not trained yet, the last checkpoint is that of epoch ${trained}: ask again later`,
    { trained: String(trained), next: 'ask again later, or for the latest (0)' },
  );
}

function unproven(job: ActiveJob, number: number): NodeError {
  const provenEpoch = epochOf(paid(job), job.plan);
  const why =
    job.spec.exact === undefined
      ? 'it is not proven on chain yet, and what is not proven is not paid for'
      : 'in the exact tier nothing is paid for before the final anchor';
  return new NodeError(
    'CHECKPOINT_UNPROVEN',
    `the checkpoint of epoch ${epochOf(number, job.plan)} cannot be had: ${why}; the last that can is that of epoch ${provenEpoch}`,
    { epoch: String(provenEpoch), next: 'ask again later, or for an earlier one' },
  );
}

function expired(job: ActiveJob, epoch: number): NodeError {
  const kept = job.record.kept.map((state) => state.epoch).join(', ') || 'none';
  return new NodeError(
    'CHECKPOINT_EXPIRED',
    `this node does not keep the checkpoint of epoch ${epoch} any more; it has those of epochs: ${kept}`,
    { kept, next: 'ask for one that is kept, or for the latest (0)' },
  );
}

import { NodeError } from '../domain/errors.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';
import type { ActiveJob } from './active-job.ts';

/** Where a training goes on. */
export interface Place {
  /** Null: with the first weights of the specification. */
  readonly state: Uint8Array | null;
  /** Epochs that lie behind it. */
  readonly epoch: number;
}

/**
 * Behind the last snapshot; where there is none, or it is damaged, where this node's stage of the job begins.
 * @throws NodeError TRAINING_FAILED when the state that the stage begins with is damaged, too
 */
export async function findPlace(
  job: ActiveJob,
  { jobs, log }: Pick<AgentPorts, 'jobs' | 'log'>,
): Promise<Place> {
  const { snapshot, start } = job.record;
  const state = snapshot === null ? null : await jobs.readFile(job.address, snapshot.file);
  if (snapshot !== null && state !== null) return { state, epoch: snapshot.epoch };
  if (snapshot !== null) {
    const what = 'the snapshot is damaged; the training starts over and repeats itself exactly';
    log.warn({ job: job.address }, what);
  }
  if (start === null) return { state: null, epoch: 0 };
  const first = await jobs.readFile(job.address, start);
  if (first !== null) return { state: first, epoch: job.epochsDone };
  throw new NodeError('TRAINING_FAILED', 'the checkpoint that this stage begins with is damaged on the disk');
}

import type { JobEvent } from '../domain/events.ts';
import { isOver } from '../domain/job-machine.ts';
import type { ActiveJob } from './active-job.ts';

/** Why a job's work is interrupted. */
export type Interruption =
  | { readonly kind: 'shutdown' }
  | { readonly kind: 'failure'; readonly code: string; readonly message: string }
  | { readonly kind: 'chain'; readonly code: string; readonly message: string };

/** Thrown out of every wait when a job is interrupted. */
export class Interrupted extends Error {
  readonly why: Interruption;

  constructor(why: Interruption) {
    super(why.kind === 'shutdown' ? 'the agent is stopping' : why.message);
    this.name = 'Interrupted';
    this.why = why;
  }
}

/** The last event of a job, once there is one: after the final proof, or when the job is over without. */
export function endedEvent(job: ActiveJob): JobEvent | null {
  const { phase, error, weights, checkpoints } = job.record;
  const proven = phase === 'proven' || phase === 'settled';
  if (!proven && !isOver(phase)) return null;
  return {
    kind: 'ended',
    ended: {
      ok: proven,
      error: error === null ? '' : `${error.code}: ${error.message}`,
      finalWeights: weights === null ? '' : (checkpoints.at(-1)?.weights ?? ''),
      weightsBytes: weights?.bytes ?? 0,
    },
  };
}

import type { AgentPorts } from '../../ports/agent-ports.ts';
import type { ActiveJob } from '../../usecases/active-job.ts';
import type { RichError } from './rich-status.ts';

/** What every streaming call needs. */
export interface CallSurroundings {
  /** The job of the call's session. @throws NodeError SESSION_*, JOB_UNKNOWN, SHUTTING_DOWN */
  jobOf(call: { readonly metadata: { get(key: string): (string | Buffer)[] } }): ActiveJob;
  /** Logs an error and makes it fit for the wire. */
  fail(error: unknown): RichError;
  readonly ports: AgentPorts;
}

/** A stream on which nothing moves for this long is given up. */
export const IDLE_MS = 60_000;

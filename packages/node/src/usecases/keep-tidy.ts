import { messageOf } from '../domain/errors.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';
import type { JobBoard } from './job-board.ts';

const HOUR_MS = 3_600_000;

/** Lets go of old files every hour: an agent may run for months. */
export async function keepTidy(
  board: JobBoard,
  { clock, log }: AgentPorts,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(HOUR_MS, signal);
    if (signal.aborted) return;
    await board.tidy().catch((error: unknown) => {
      log.warn({ error: messageOf(error) }, 'files of old jobs could not be deleted');
    });
  }
}

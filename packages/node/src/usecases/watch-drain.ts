import { messageOf } from '../domain/errors.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';
import type { DrainNotice } from '../ports/drain-notices.ts';
import type { JobBoard } from './job-board.ts';

const LOOK_MS = 1_000;

export interface DrainState {
  notice: DrainNotice | null;
}

/**
 * Waits for the owner's notice, takes no new work from then on, and resolves once every job has ended or the notice's
 * deadline has come. A notice that is taken back changes everything back. Resolves to false when the agent stops first.
 */
export async function watchDrain(
  board: JobBoard,
  { clock, drains, log }: AgentPorts,
  state: DrainState,
  signal: AbortSignal,
): Promise<boolean> {
  while (!signal.aborted) {
    const notice = await drains.read().catch((error: unknown) => {
      log.warn({ error: messageOf(error) }, 'the notice to drain cannot be read');
      return state.notice;
    });
    if ((notice === null) !== (state.notice === null)) {
      log.info({ notice }, notice === null ? 'takes new work again' : 'drains: takes no new work');
    }
    state.notice = notice;
    board.draining = notice !== null;
    if (notice !== null) {
      const left = board.open.length;
      const late = notice.deadlineMs !== null && clock.nowMs() >= notice.deadlineMs;
      if (left === 0 || late) {
        log.info(
          { left },
          left === 0 ? 'drained' : 'the deadline to drain has come; jobs go on at the next start',
        );
        await drains.clear();
        return true;
      }
    }
    await clock.sleep(LOOK_MS, signal);
  }
  return false;
}

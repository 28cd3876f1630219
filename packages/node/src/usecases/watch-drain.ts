import { messageOf } from '../domain/errors.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';
import type { DrainNotice } from '../ports/drain-notices.ts';
import type { JobBoard } from './job-board.ts';
import type { PresenceState } from './keep-presence.ts';

const LOOK_MS = 1_000;
/**
 * What was reserved before the notice has been paid for by then, or not at all: half a minute for the last heartbeat without
 * it, five minutes of the reservation, two for a transaction that was signed in its last second, and some for the assignment.
 */
const RESERVED_MS = 8 * 60_000;
/** So long after its start nobody can have been sent to an agent that no coordinator has known. */
const INTRODUCTION_MS = 15_000;

export interface DrainState {
  notice: DrainNotice | null;
}

export interface DrainSurroundings {
  readonly drain: DrainState;
  readonly presence: Readonly<PresenceState>;
}

/**
 * Waits for the owner's notice, takes no new work from then on, and resolves once every job has ended, those included that
 * were reserved before the notice and paid for after it, or the notice's deadline has come. A notice that is taken back
 * changes everything back. Resolves to false when the agent stops first.
 */
export async function watchDrain(
  board: JobBoard,
  { clock, drains, log }: AgentPorts,
  { drain, presence }: DrainSurroundings,
  signal: AbortSignal,
): Promise<boolean> {
  const startedAtMs = clock.nowMs();
  let told = '';
  while (!signal.aborted) {
    const notice = await drains.read().catch((error: unknown) => {
      log.warn({ error: messageOf(error) }, 'the notice to drain cannot be read');
      return drain.notice;
    });
    if ((notice === null) !== (drain.notice === null)) {
      log.info({ notice }, notice === null ? 'takes new work again' : 'drains: takes no new work');
    }
    drain.notice = notice;
    board.draining = notice !== null;
    if (notice !== null) {
      const now = clock.nowMs();
      const latest = presence.known ? notice.sinceMs + RESERVED_MS : startedAtMs + INTRODUCTION_MS;
      const { awaited } = board;
      const left = board.open.length;
      const done = left === 0 && (awaited?.length === 0 || now >= latest);
      if (done || (notice.deadlineMs !== null && now >= notice.deadlineMs)) {
        const late = 'the deadline to drain has come; jobs go on at the next start';
        log.info({ left, awaited }, done ? 'drained' : late);
        await drains.clear();
        return true;
      }
      const named = awaited?.join(' ') ?? '';
      if (named !== '' && named !== told) log.info({ awaited }, 'waits for jobs that were reserved before');
      told = named;
    }
    await clock.sleep(LOOK_MS, signal);
  }
  return false;
}

import { messageOf } from '../domain/errors.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';
import type { JobBoard } from './job-board.ts';
import type { AgentSettings } from './settings.ts';

const MINUTE_MS = 60_000;

/** While a job is open, tells the chain that the node lives: two silent hours would let anybody end the job. */
export async function keepChainHeartbeat(
  board: JobBoard,
  ports: AgentPorts,
  settings: AgentSettings,
  signal: AbortSignal,
): Promise<void> {
  const { chain, clock, log } = ports;
  while (!signal.aborted) {
    await clock.sleep(settings.chainHeartbeatMinutes * MINUTE_MS, signal);
    if (signal.aborted || board.open.every((job) => job.record.accepted === null)) continue;
    await chain.heartbeat().then(
      (transaction) => log.debug({ transaction }, 'heartbeat on chain'),
      (error: unknown) => log.warn({ error: messageOf(error) }, 'the heartbeat did not reach the chain'),
    );
  }
}

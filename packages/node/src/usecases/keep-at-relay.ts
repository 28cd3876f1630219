import { messageOf } from '../domain/errors.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';
import type { Receiver } from '../ports/relay.ts';
import type { AgentSettings } from './settings.ts';

const LONGEST_WAIT_MS = 30_000;

/** How it stands with the relay, for whoever looks at the agent. */
export interface RelayState {
  readonly address: string;
  /** Milliseconds since the epoch; null while there is no connection. */
  sinceMs: number | null;
  error: string | null;
}

/** Keeps the node's place at its relay, and comes back whenever it is lost; running jobs do not depend on it. */
export async function keepAtRelay(
  receiver: Receiver,
  ports: AgentPorts,
  settings: AgentSettings,
  signal: AbortSignal,
  state: RelayState,
): Promise<void> {
  const { clock, log, relay } = ports;
  let failures = 0;
  while (relay !== undefined && !signal.aborted) {
    try {
      await relay.serve(receiver, signal, () => {
        failures = 0;
        state.sinceMs = clock.nowMs();
        state.error = null;
        log.info({ relay: state.address }, 'clients reach this node through the relay');
      });
    } catch (error) {
      failures += 1;
      state.error = messageOf(error);
      const line = failures === 1 ? 'warn' : 'debug';
      log[line]({ error: state.error, failures }, 'no connection to the relay; trying again');
    }
    state.sinceMs = null;
    // Half of the wait is random, so that after a restart of the relay not all nodes come at once.
    const longest = Math.min(LONGEST_WAIT_MS, settings.retryMs * 2 ** Math.min(failures, 10));
    await clock.sleep(longest * (0.5 + Math.random() / 2), signal);
  }
}

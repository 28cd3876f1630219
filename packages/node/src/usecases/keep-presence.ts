import { messageOf, NodeError } from '../domain/errors.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';
import type { JobBoard } from './job-board.ts';
import { requireRegistered } from './require-registered.ts';
import type { AgentSettings } from './settings.ts';

const LONGEST_WAIT_MS = 30_000;
/** A session is renewed when this part of its life is left. */
const RENEW_BEFORE = 0.1;

export interface PresenceState {
  /** A coordinator knows this node now. */
  connected: boolean;
  /** A coordinator has known it since the agent was started. */
  known: boolean;
}

/**
 * Keeps a session with the coordinator: heartbeats, assignments, renewal; comes back whenever it breaks. None begins while
 * the chain does not know this operator and this TLS key: clients that came would find a node that they must not trust.
 */
export async function keepPresence(
  endpoint: string,
  tlsKeyHash: Uint8Array,
  board: JobBoard,
  ports: AgentPorts,
  settings: AgentSettings,
  signal: AbortSignal,
  state: PresenceState = { connected: false, known: false },
): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      await requireRegistered(ports, tlsKeyHash);
      await session(endpoint, board, ports, signal, () => {
        failures = 0;
        state.connected = true;
        state.known = true;
      });
    } catch (error) {
      failures += 1;
      if (!signal.aborted) {
        const line = failures === 1 ? 'warn' : 'debug';
        ports.log[line](
          { error: messageOf(error), failures },
          'no session with the coordinator; trying again',
        );
      }
    }
    state.connected = false;
    // Half of the wait is random, so that nodes do not come back all at once.
    const longest = Math.min(LONGEST_WAIT_MS, settings.retryMs * 2 ** Math.min(failures, 10));
    await ports.clock.sleep(longest * (0.5 + Math.random() / 2), signal);
  }
}

async function session(
  endpoint: string,
  board: JobBoard,
  ports: AgentPorts,
  signal: AbortSignal,
  opened: () => void,
): Promise<void> {
  const { coordinator, clock, log, tokens } = ports;
  const { expiresAtMs, heartbeatSeconds, issuer } = await coordinator.openSession(endpoint);
  if (issuer !== tokens.issuer) {
    throw new NodeError(
      'CONFIG_INVALID',
      `this coordinator signs its tokens as ${issuer}, and this node takes those of ${tokens.issuer} only: correct coordinator or coordinatorAccount`,
    );
  }
  await tokens.refresh();
  opened();
  log.info({ endpoint, issuer }, 'the coordinator knows this node');

  const over = new AbortController();
  const both = AbortSignal.any([signal, over.signal]);
  const life = Math.max(1000, (expiresAtMs - clock.nowMs()) * (1 - RENEW_BEFORE));
  const watching = watchAssignments(board, ports, both);
  try {
    await Promise.race([
      beat(board, ports, 1000 * heartbeatSeconds, both),
      watching,
      clock.sleep(life, both),
    ]);
  } finally {
    over.abort();
    await watching.catch(() => undefined);
  }
}

async function beat(board: JobBoard, ports: AgentPorts, everyMs: number, signal: AbortSignal): Promise<void> {
  const { clock, coordinator, load } = ports;
  while (!signal.aborted) {
    const { change, draining, freeSlots } = board;
    const told = { freeSlots, cpuLoad: load.cpu(), memoryUsedMib: load.memoryMib(), draining };
    const promised = await coordinator.heartbeat(told);
    if (change.aborted) continue;
    if (draining) board.promised(promised);
    // That it drains is told at once, so that no client is sent here in between.
    await clock.sleep(Math.max(200, everyMs), AbortSignal.any([signal, board.change]));
  }
}

async function watchAssignments(board: JobBoard, ports: AgentPorts, signal: AbortSignal): Promise<void> {
  for await (const assignment of ports.coordinator.assignments(signal)) await board.take(assignment);
  if (!signal.aborted) throw new Error('the coordinator ended the assignment stream');
}

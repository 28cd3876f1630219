import type { AgentStatus, JobLine } from '../domain/agent-status.ts';
import { messageOf } from '../domain/errors.ts';
import { wireState } from '../domain/job-machine.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';
import type { ActiveJob } from './active-job.ts';
import type { JobBoard } from './job-board.ts';
import type { RelayState } from './keep-at-relay.ts';
import type { PresenceState } from './keep-presence.ts';
import type { DrainState } from './watch-drain.ts';

const SHOW_MS = 1_000;
/** Ended jobs that are still shown. */
const ENDED_SHOWN = 5;

export interface AgentFacts {
  readonly agentVersion: string;
  readonly pid: number;
  readonly endpoint: string;
  readonly listening: string;
  /** Null when clients come directly. */
  readonly relay: RelayState | null;
  readonly slots: number;
  readonly presence: PresenceState;
  readonly drain: DrainState;
}

/** Shows every second what the agent is doing, until it stops. */
export async function showStatus(
  board: JobBoard,
  ports: AgentPorts,
  facts: AgentFacts,
  signal: AbortSignal,
): Promise<void> {
  const { clock, log, status } = ports;
  const startedAtMs = clock.nowMs();
  let failed = false;
  while (!signal.aborted) {
    await status.show(statusOf(board, ports, facts, startedAtMs)).then(
      () => {
        failed = false;
      },
      (error: unknown) => {
        if (!failed) log.warn({ error: messageOf(error) }, 'the status cannot be written');
        failed = true;
      },
    );
    await clock.sleep(SHOW_MS, signal);
  }
  await status.clear().catch(() => undefined);
}

function statusOf(board: JobBoard, ports: AgentPorts, facts: AgentFacts, startedAtMs: number): AgentStatus {
  const { chain, clock, engine, load } = ports;
  const { agentVersion, pid, endpoint, listening, relay, slots, presence, drain } = facts;
  const ended = board.all
    .filter((job) => job.over)
    .sort((a, b) => (b.record.endedAtMs ?? 0) - (a.record.endedAtMs ?? 0));
  return {
    version: 1,
    ...{ agentVersion, pid, node: chain.node, endpoint, listening, startedAtMs, atMs: clock.nowMs() },
    relay: relay && { ...relay },
    ...{ introduced: presence.connected, draining: drain.notice, awaited: [...(board.awaited ?? [])] },
    ...{ slots, freeSlots: board.freeSlots },
    warnings: [...engine.gaps],
    ...{ cpuLoad: load.cpu(), memoryMib: load.memoryMib(), gpus: [...load.gpus()] },
    jobs: [...board.open, ...ended.slice(0, ENDED_SHOWN)].map(lineOf),
  };
}

function lineOf(job: ActiveJob): JobLine {
  const { latest, phase, proof, error } = job.record;
  const { elapsedMs, etaMs } = job.status();
  return {
    job: job.address,
    phase,
    state: wireState(job.record),
    engine: job.spec.engine === 'process' ? `process:${job.spec.program.name}` : job.spec.engine,
    epoch: latest?.epoch ?? 0,
    epochs: job.spec.epochs,
    loss: latest === null ? null : latest.lossMicros / 1e6,
    accuracy: latest === null ? null : latest.accuracyPpm / 1e6,
    ...{ elapsedMs, etaMs },
    provenCheckpoints: proof?.checkpoints ?? 0,
    checkpoints: job.checkpointsTotal,
    error: error === null ? null : `${error.code}: ${error.message}`,
  };
}

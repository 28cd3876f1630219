import { fault, invalidField } from '../domain/fault.ts';
import { LIMITS } from '../domain/limits.ts';
import type { Beat, SharedState } from '../ports/shared-state.ts';
import type { Database } from '../ports/stores.ts';
import type { Clock } from '../ports/system.ts';

export interface HeartbeatDeps {
  readonly database: Database;
  readonly shared: SharedState;
  readonly clock: Clock;
}

export interface SignOfLife extends Beat {
  /** It ends its jobs and takes no new ones. */
  readonly draining: boolean;
}

export interface HeartbeatAnswer {
  /** The server's time. */
  readonly now: number;
  /** Of a node that drains: jobs whose clients may still count on it. */
  readonly promised: readonly string[];
}

/** Keeps the node in the running for 30 s, unless it drains. @throws FaultError `NODE_UNKNOWN` */
export function heartbeat(deps: HeartbeatDeps) {
  return async (node: string, { draining, ...beat }: SignOfLife): Promise<HeartbeatAnswer> => {
    const record = await deps.database.nodes.get(node);
    if (!record)
      throw fault('NODE_UNKNOWN', 'this node has no registration here', 'call Challenge and RegisterNode');
    if (beat.freeSlots > record.slots) {
      throw invalidField('free_slots', `${beat.freeSlots} is more than the ${record.slots} slots registered`);
    }
    const now = deps.clock.now();
    await deps.shared.presence.beat(node, beat, LIMITS.presenceMs);
    await deps.database.nodes.seen(node, now, LIMITS.presenceMs, draining);
    // Asked afterwards: from here on no reservation is added to these.
    return { now, promised: draining ? await deps.database.jobs.promised(node, now) : [] };
  };
}

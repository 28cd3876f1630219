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

/** Keeps the node in the running for 30 s. The promise holds the server's time. @throws FaultError `NODE_UNKNOWN` */
export function heartbeat(deps: HeartbeatDeps) {
  return async (node: string, beat: Beat): Promise<number> => {
    const record = await deps.database.nodes.get(node);
    if (!record)
      throw fault('NODE_UNKNOWN', 'this node has no registration here', 'call Challenge and RegisterNode');
    if (beat.freeSlots > record.slots) {
      throw invalidField('free_slots', `${beat.freeSlots} is more than the ${record.slots} slots registered`);
    }
    const now = deps.clock.now();
    await deps.shared.presence.beat(node, beat, LIMITS.presenceMs);
    await deps.database.nodes.seen(node, now, LIMITS.presenceMs);
    return now;
  };
}

import { LIMITS } from '../domain/limits.ts';
import type { Candidate } from '../domain/matching.ts';
import type { ChainReader } from '../ports/chain.ts';
import type { SharedState } from '../ports/shared-state.ts';
import type { Database } from '../ports/stores.ts';
import type { Clock } from '../ports/system.ts';

export interface FindCandidatesDeps {
  readonly chain: ChainReader;
  readonly database: Database;
  readonly shared: SharedState;
  readonly clock: Clock;
}

export type FindCandidates = () => Promise<readonly Candidate[]>;

/** Every node that spoke to a coordinator lately, with its stake, score and state as the chain has them now. */
export function findCandidates(deps: FindCandidatesDeps): FindCandidates {
  return async () => {
    const now = deps.clock.now();
    const records = await deps.database.nodes.seenSince(now - LIMITS.rememberNodeMs);
    const addresses = records.map((record) => record.address);
    if (addresses.length === 0) return [];
    const [onChain, beats, taken] = await Promise.all([
      deps.chain.nodes(addresses),
      deps.shared.presence.online(addresses),
      deps.database.jobs.slotsTaken(addresses),
    ]);
    return records.flatMap((record) => {
      const node = onChain.get(record.address);
      if (!node) return [];
      const beat = beats.get(record.address);
      const held = taken.get(record.address) ?? { total: 0, running: 0 };
      // Jobs of other coordinators show on chain and in the node's own count, jobs reserved here do not yet.
      const running = Math.max(held.running, node.activeJobs, beat ? record.slots - beat.freeSlots : 0);
      const age = Math.max(1, now - record.observedSince);
      return [
        {
          ...node,
          slots: record.slots,
          taken: held.total - held.running + running,
          online: beat !== undefined,
          draining: record.draining,
          engines: record.engines,
          priceBps: record.priceBps,
          latencyMs: record.latencyMs,
          uptime: Math.min(1, Number(record.onlineMs) / age),
        },
      ];
    });
  };
}

import { topics } from '../domain/limits.ts';
import type { SharedState } from '../ports/shared-state.ts';
import type { Database, StoredOffer } from '../ports/stores.ts';
import { changes } from './changes.ts';

export interface WatchAssignmentsDeps {
  readonly database: Database;
  readonly shared: SharedState;
  readonly pollMs: number;
}

/** Funded jobs of that node, open ones first, each stage of them once a stream; until `signal` aborts. */
export function watchAssignments(deps: WatchAssignmentsDeps) {
  return async function* (node: string, signal: AbortSignal): AsyncGenerator<StoredOffer> {
    const told = new Set<string>();
    for await (const _ of changes(deps.shared.fanout, topics.node(node), deps.pollMs, signal)) {
      for (const offer of await deps.database.jobs.assignments(node)) {
        const stage = `${offer.job} ${offer.reassignments}`;
        if (told.has(stage)) continue;
        told.add(stage);
        yield offer;
      }
    }
  };
}

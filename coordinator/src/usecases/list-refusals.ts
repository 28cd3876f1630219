import { nodeAddress } from '@cyxwiz/protocol';
import { LIMITS } from '../domain/limits.ts';
import type { Database, Refusal } from '../ports/stores.ts';
import type { Clock } from '../ports/system.ts';

/** Why the owner's node was not chosen lately, newest first. Whose jobs they were is not told. */
export function listRefusals(deps: { readonly database: Database; readonly clock: Clock }) {
  return (owner: string): Promise<readonly Refusal[]> =>
    deps.database.jobs.refusals(nodeAddress(owner), deps.clock.now() - LIMITS.refusalsMs, 100);
}

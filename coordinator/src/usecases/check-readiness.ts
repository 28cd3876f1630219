import { messageOf } from '@cyxwiz/protocol';
import type { ChainReader } from '../ports/chain.ts';
import type { SharedState } from '../ports/shared-state.ts';
import type { Database } from '../ports/stores.ts';
import type { Tokens } from '../ports/tokens.ts';

export interface CheckReadinessDeps {
  readonly chain: ChainReader;
  readonly database: Database;
  readonly shared: SharedState;
  readonly tokens: Pick<Tokens, 'ready'>;
}

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<'chain' | 'database' | 'shared' | 'tokens', string>>;
}

/** Asks everything a job needs. `ok`, or what is wrong, for each. */
export function checkReadiness(deps: CheckReadinessDeps) {
  return async (): Promise<Readiness> => {
    const attempt = (check: Promise<unknown>) => check.then(() => 'ok', messageOf);
    const [chain, database, shared, tokens] = await Promise.all([
      attempt(deps.chain.slot('confirmed')),
      attempt(deps.database.ping()),
      attempt(deps.shared.ping()),
      attempt(deps.tokens.ready()),
    ]);
    return {
      ready: [chain, database, shared, tokens].every((check) => check === 'ok'),
      checks: { chain, database, shared, tokens },
    };
  };
}

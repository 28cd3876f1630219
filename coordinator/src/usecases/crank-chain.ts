import type { Crank } from '../ports/chain.ts';
import type { Database } from '../ports/stores.ts';
import type { Log } from '../ports/system.ts';

export interface CrankChainDeps {
  readonly crank: Crank;
  readonly database: Database;
  readonly log: Log;
}

/** Triggers what anyone may: refunds of dead jobs, waiting scores. The chain decides; a refusal is not an error. */
export function crankChain(deps: CrankChainDeps) {
  return async (): Promise<void> => {
    let after = '';
    for (;;) {
      const page = await deps.database.jobs.open(after, 100);
      for (const job of page) {
        after = job;
        try {
          const signature = await deps.crank.timeoutRefund(job);
          if (signature) deps.log.info({ job, signature }, 'refunded a job whose time was over');
        } catch (err) {
          // One job that cannot be refunded must not keep the others waiting.
          deps.log.warn({ job, err }, 'could not refund a job; it is tried again');
        }
      }
      if (page.length < 100) break;
    }
    const signatures = await deps.crank.applyOutcomes();
    if (signatures.length > 0) deps.log.info({ signatures }, 'folded outcomes into the scores');
  };
}

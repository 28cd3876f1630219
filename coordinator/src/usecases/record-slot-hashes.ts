import type { Crank } from '../ports/chain.ts';
import type { Database } from '../ports/stores.ts';
import type { Log } from '../ports/system.ts';

const PAGE = 100;

export interface RecordSlotHashesDeps {
  readonly crank: Crank;
  readonly database: Database;
  readonly log: Log;
}

/**
 * Records the hashes that choose the audits of exact jobs. Node and client do it, too: a hash that nobody records in
 * time moves the slot, which happens once. Nothing here knows a nonce.
 */
export function recordSlotHashes(deps: RecordSlotHashesDeps) {
  return async (): Promise<void> => {
    let after = '';
    for (;;) {
      const page = await deps.database.jobs.underAudit(after, PAGE);
      for (const job of page) {
        after = job;
        try {
          const signature = await deps.crank.recordSlotHash(job);
          if (signature) deps.log.info({ job, signature }, 'recorded the slot hash that chooses its audits');
        } catch (err) {
          deps.log.warn({ job, err }, 'could not record a slot hash; it is tried again');
        }
      }
      if (page.length < PAGE) return;
    }
  };
}

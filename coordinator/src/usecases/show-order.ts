import { fault } from '../domain/fault.ts';
import type { Database, StoredOffer } from '../ports/stores.ts';
import { unknownJob } from './confirm-escrow.ts';

/** What a client ordered and was offered, for that client alone. @throws FaultError `JOB_UNKNOWN`, `NOT_YOUR_JOB` */
export function showOrder(deps: { readonly database: Database }) {
  return async (job: string, wallet: string): Promise<StoredOffer> => {
    const offer = await deps.database.jobs.offer(job);
    if (!offer) throw unknownJob(job);
    if (offer.terms.clientWallet === wallet) return offer;
    throw fault(
      'NOT_YOUR_JOB',
      `the job ${job} is another wallet's`,
      'sign in with the wallet that ordered it',
    );
  };
}

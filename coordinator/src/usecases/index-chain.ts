import type { ChainTransaction, Commitment } from '../ports/chain.ts';
import type { Log } from '../ports/system.ts';
import { type ObserveJob, type ObserveJobDeps, storeMovements } from './observe-job.ts';

export interface IndexChainDeps extends ObserveJobDeps {
  readonly observeJob: ObserveJob;
  readonly log: Log;
}

/** Slots behind the finalized cursor after which a transaction is finalized or gone. */
const FORK_SLOTS = 150n;

export type IndexChain = (commitment: Commitment) => Promise<number>;

/**
 * Reads the program's history from where it stopped. The finalized cursor is stored and is the truth; the confirmed
 * one lives in memory and only makes news fast. Reading a transaction twice changes nothing.
 * The promise holds the number of transactions read.
 */
export function indexChain(deps: IndexChainDeps): IndexChain {
  const { history, database } = deps;
  let confirmed: string | undefined;

  async function cursor(commitment: Commitment): Promise<string | undefined> {
    const stored = await database.cursors.get(history.program);
    if (stored) return commitment === 'confirmed' ? (confirmed ?? stored.signature) : stored.signature;
    if (await database.jobs.any()) return commitment === 'confirmed' ? confirmed : undefined;
    // Nothing was ever offered here, so nothing before now can concern this coordinator.
    const newest = await history.newest(commitment);
    if (newest && commitment === 'finalized') {
      await database.cursors.set(history.program, newest.signature, newest.slot, deps.clock.now());
    }
    return newest?.signature;
  }

  async function apply(transaction: ChainTransaction, commitment: Commitment): Promise<void> {
    const known = new Set<string>();
    for (const job of transaction.jobs) if (await database.jobs.view(job)) known.add(job);
    await storeMovements(database, transaction, commitment, known);
    for (const job of known) await deps.observeJob(job, { commitment, after: transaction });
  }

  /** Old movements that no finalized transaction has confirmed: either the listing left theirs out, or a fork undid it. */
  async function settleForks(): Promise<void> {
    const at = await database.cursors.get(history.program);
    if (!at || at.slot <= FORK_SLOTS) return;
    for (const signature of await database.jobs.unfinalized(at.slot - FORK_SLOTS, 100)) {
      const transaction = await history.transaction(signature, 'finalized');
      if (transaction) {
        await apply(transaction, 'finalized');
      } else {
        deps.log.warn(
          { signature },
          'a fork undid a transaction that had been confirmed: its movements are dropped',
        );
        await database.jobs.dropMovements(signature);
      }
    }
  }

  async function read(commitment: Commitment): Promise<number> {
    let count = 0;
    for await (const entry of history.since(history.program, await cursor(commitment), commitment)) {
      const transaction = await entry.read();
      if (transaction) await apply(transaction, commitment);
      if (commitment === 'confirmed') confirmed = entry.signature;
      else await database.cursors.set(history.program, entry.signature, entry.slot, deps.clock.now());
      count++;
    }
    if (commitment === 'finalized' && count > 0) await settleForks();
    return count;
  }

  // One reading at a time for each commitment: two would move the cursor back and forth.
  const tails: Record<Commitment, Promise<unknown>> = {
    confirmed: Promise.resolve(),
    finalized: Promise.resolve(),
  };
  return (commitment) => {
    const run = tails[commitment].then(() => read(commitment));
    tails[commitment] = run.catch(() => undefined);
    return run;
  };
}

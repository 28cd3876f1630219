import { ENDED, type JobPhase, type JobView } from '../domain/job.ts';
import { topics } from '../domain/limits.ts';
import type { ChainHistory, ChainReader, ChainTransaction, Commitment, Escrow } from '../ports/chain.ts';
import type { SharedState } from '../ports/shared-state.ts';
import type { Database } from '../ports/stores.ts';
import type { Clock } from '../ports/system.ts';

export interface ObserveJobDeps {
  readonly chain: ChainReader;
  readonly history: ChainHistory;
  readonly database: Database;
  readonly shared: SharedState;
  readonly clock: Clock;
}

export interface ObserveOptions {
  /** Default `confirmed`; only at `finalized` does a job become final. */
  readonly commitment?: Commitment;
  /** A transaction whose movements are stored already: when it ended the job, the history need not be read. */
  readonly after?: ChainTransaction;
}

export type ObserveJob = (job: string, options?: ObserveOptions) => Promise<void>;

/**
 * Brings what is stored of a job to what the chain says. An ended job's money is stored before its end, so that
 * nobody sees `SETTLED` without the transaction that paid.
 */
export function observeJob(deps: ObserveJobDeps): ObserveJob {
  const { jobs } = deps.database;
  return async (job, { commitment = 'confirmed', after } = {}) => {
    const known = await jobs.view(job);
    if (!known || known.final) return;
    const { slot, escrow } = await deps.chain.escrow(job, commitment);
    const stage = escrow && escrow.reassignments > known.reassignments;
    const node = stage ? await jobs.beginStage(job, escrow, deps.clock.now()) : undefined;
    let changed = node !== undefined;
    let phase: JobPhase | undefined = escrow?.state;
    const endedNow = after?.ended.find((end) => end.job === job)?.state;
    if (endedNow && commitment === 'confirmed') {
      // Its movements are stored by the caller; an account that it closed can only be known from its events.
      phase ??= endedNow;
    } else if (escrow ? ENDED.has(escrow.state) : known.phase !== 'RESERVED' && known.phase !== 'EXPIRED') {
      // The account is ahead of the history read so far, or this is the last word: fetch all of the money first.
      const replayed = await replay(deps, job, commitment);
      changed = replayed.changed || changed;
      phase ??= replayed.phase ?? endedNow;
    }
    if (phase) {
      const final = commitment === 'finalized' && ENDED.has(phase);
      const seen = {
        ...{ phase, final, slot, reassignments: escrow?.reassignments },
        ...progress(escrow, known),
      };
      changed = (await jobs.observe(job, seen, deps.clock.now())) || changed;
    }
    if (!changed) return;
    await deps.shared.fanout.publish(topics.job(job));
    for (const to of new Set([known.node, node ?? known.node]))
      await deps.shared.fanout.publish(topics.node(to));
  };
}

type Progress = Pick<JobView, 'anchored' | 'proven' | 'auditsDue' | 'auditsProven'>;

function progress(escrow: Escrow | undefined, known: Progress) {
  const { auditsDue, auditsProven } = escrow ?? known;
  return {
    auditsDue,
    auditsProven,
    anchored: escrow?.anchored ?? known.anchored,
    proven: escrow?.proven ?? known.proven,
    acceptBy: escrow && escrow.acceptBy * 1000,
    deadlineAt: escrow && escrow.deadline * 1000,
  };
}

/** Reads the job's own transactions: what a closed account can no longer tell. */
async function replay(deps: ObserveJobDeps, job: string, commitment: Commitment) {
  let changed = false;
  let phase: JobPhase | undefined;
  for await (const entry of deps.history.since(job, undefined, commitment)) {
    const transaction = await entry.read();
    if (!transaction) continue;
    phase = transaction.ended.find((end) => end.job === job)?.state ?? phase;
    changed = (await storeMovements(deps.database, transaction, commitment, new Set([job]))) || changed;
  }
  return { changed, phase };
}

/** Stores the movements of those jobs. True when one was new or is finalized now. */
export async function storeMovements(
  database: Database,
  transaction: ChainTransaction,
  commitment: Commitment,
  known: ReadonlySet<string>,
): Promise<boolean> {
  const { signature, slot } = transaction;
  const movements = transaction.movements
    .filter((movement) => known.has(movement.job))
    .map((movement) => ({ ...movement, transaction: signature, slot }));
  return movements.length > 0 && database.jobs.addMovements(movements, commitment === 'finalized');
}

import type { ChainHistory } from '../../ports/chain.ts';
import type { Log } from '../../ports/system.ts';
import type { UseCases } from '../../usecases/index.ts';
import { startLoop } from './loops.ts';
import type { Metrics } from './metrics.ts';

/** Milliseconds between two turns of each background task. */
export interface Intervals {
  readonly index: number;
  readonly reconcile: number;
  readonly expire: number;
  readonly crank: number;
  /** Slot hashes to record: the chain forgets a slot after 512 blocks. */
  readonly audits: number;
  /** Watchers look again after so long, should a hint have been lost. */
  readonly poll: number;
}

export const DEFAULT_INTERVALS: Intervals = {
  index: 2_000,
  reconcile: 300_000,
  expire: 5_000,
  crank: 60_000,
  audits: 10_000,
  poll: 5_000,
};

export interface BackgroundDeps {
  readonly useCases: UseCases;
  readonly history: ChainHistory;
  readonly intervals: Intervals;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Everything that runs without being asked: indexer, reconciliation, expiry, crank. */
export function startLoops({ useCases, history, intervals, log, metrics }: BackgroundDeps): {
  close(): Promise<void>;
} {
  const index = (commitment: 'confirmed' | 'finalized') => async () =>
    metrics.indexed(commitment, await useCases.indexChain(commitment));
  const news = startLoop('index confirmed', intervals.index, index('confirmed'), log);
  const loops = [
    news,
    startLoop('index finalized', intervals.index, index('finalized'), log),
    startLoop('reconcile', intervals.reconcile, useCases.reconcileJobs, log),
    startLoop('expire', intervals.expire, useCases.expireReservations, log),
    ...(useCases.crankChain ? [startLoop('crank', intervals.crank, useCases.crankChain, log)] : []),
    ...(useCases.recordSlotHashes
      ? [startLoop('slot hashes', intervals.audits, useCases.recordSlotHashes, log)]
      : []),
  ];
  const subscription = history.subscribe(news.nudge);
  return {
    close: async () => {
      await subscription.close();
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}

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
  const start = (name: string, everyMs: number, work: () => Promise<unknown>) => {
    const counted = () =>
      work().then(
        () => metrics.turn(name, true),
        (error: unknown) => {
          metrics.turn(name, false);
          throw error;
        },
      );
    return startLoop(name, everyMs, counted, log);
  };
  const news = start('index confirmed', intervals.index, index('confirmed'));
  const loops = [
    news,
    start('index finalized', intervals.index, index('finalized')),
    start('reconcile', intervals.reconcile, useCases.reconcileJobs),
    start('expire', intervals.expire, useCases.expireReservations),
    ...(useCases.crankChain ? [start('crank', intervals.crank, useCases.crankChain)] : []),
    ...(useCases.recordSlotHashes ? [start('slot hashes', intervals.audits, useCases.recordSlotHashes)] : []),
  ];
  const subscription = history.subscribe(news.nudge);
  return {
    close: async () => {
      await subscription.close();
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { JobPhase } from '../../domain/job.ts';

export interface Metrics {
  readonly registry: Registry;
  request(surface: 'grpc' | 'rest', name: string, code: string, seconds: number): void;
  indexed(commitment: string, transactions: number): void;
}

/** @param countByPhase asked at each scrape */
export function createMetrics(countByPhase: () => Promise<ReadonlyMap<JobPhase, number>>): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'cyxwiz_' });
  const registers = [registry];
  const requests = new Counter({
    name: 'cyxwiz_requests_total',
    help: 'Requests by surface, method and the code they were answered with',
    labelNames: ['surface', 'method', 'code'],
    registers,
  });
  const duration = new Histogram({
    name: 'cyxwiz_request_seconds',
    help: 'Time to answer, in seconds',
    labelNames: ['surface', 'method'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  });
  const indexed = new Counter({
    name: 'cyxwiz_indexed_transactions_total',
    help: 'Transactions that the indexer has read',
    labelNames: ['commitment'],
    registers,
  });
  new Gauge({
    name: 'cyxwiz_jobs',
    help: 'Jobs by phase',
    labelNames: ['phase'],
    registers,
    async collect() {
      this.reset();
      for (const [phase, count] of await countByPhase()) this.set({ phase }, count);
    },
  });
  return {
    registry,
    request: (surface, method, code, seconds) => {
      requests.inc({ surface, method, code });
      duration.observe({ surface, method }, seconds);
    },
    indexed: (commitment, transactions) => indexed.inc({ commitment }, transactions),
  };
}

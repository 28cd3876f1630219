import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { JobPhase } from '../../domain/job.ts';

export interface Metrics {
  readonly registry: Registry;
  request(surface: 'grpc' | 'rest', name: string, code: string, seconds: number): void;
  indexed(commitment: string, transactions: number): void;
  /** A turn of a background task has ended. */
  turn(loop: string, ok: boolean): void;
  rpc(call: { readonly ok: boolean; readonly seconds: number }): void;
  /** The chain has refused a transaction of the escrow program. */
  refused(): void;
}

/** Asked at each scrape. */
export interface Counts {
  byPhase(): Promise<ReadonlyMap<JobPhase, number>>;
  pastDeadline(): Promise<number>;
  nodesOnline(): Promise<number>;
}

export function createMetrics(counts: Counts): Metrics {
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
      for (const [phase, count] of await counts.byPhase()) this.set({ phase }, count);
    },
  });
  new Gauge({
    name: 'cyxwiz_jobs_past_deadline',
    help: 'Jobs whose time to accept or to end has passed, and that nobody has refunded or settled',
    registers,
    async collect() {
      this.set(await counts.pastDeadline());
    },
  });
  new Gauge({
    name: 'cyxwiz_nodes_online',
    help: 'Nodes heard of within the presence window',
    registers,
    async collect() {
      this.set(await counts.nodesOnline());
    },
  });
  const turns = new Counter({
    name: 'cyxwiz_background_turns_total',
    help: 'Turns of the background tasks by outcome, ok or failed',
    labelNames: ['loop', 'outcome'],
    registers,
  });
  const lastTurn = new Gauge({
    name: 'cyxwiz_background_last_success_seconds',
    help: 'When a background task last ended well, in seconds since 1970',
    labelNames: ['loop'],
    registers,
  });
  const rpc = new Histogram({
    name: 'cyxwiz_rpc_seconds',
    help: 'Time until the RPC node answered, in seconds, by outcome, ok or failed',
    labelNames: ['outcome'],
    buckets: [0.02, 0.1, 0.5, 2, 10],
    registers,
  });
  const refused = new Counter({
    name: 'cyxwiz_refused_transactions_total',
    help: 'Transactions of the escrow program that the chain refused, failed proofs among them',
    registers,
  });
  return {
    registry,
    request: (surface, method, code, seconds) => {
      requests.inc({ surface, method, code });
      duration.observe({ surface, method }, seconds);
    },
    indexed: (commitment, transactions) => indexed.inc({ commitment }, transactions),
    turn: (loop, ok) => {
      turns.inc({ loop, outcome: ok ? 'ok' : 'failed' });
      if (ok) lastTurn.set({ loop }, Date.now() / 1000);
    },
    rpc: ({ ok, seconds }) => rpc.observe({ outcome: ok ? 'ok' : 'failed' }, seconds),
    refused: () => refused.inc(),
  };
}

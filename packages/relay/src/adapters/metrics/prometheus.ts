import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { RelayMetrics } from '../../ports/metrics.ts';

/** Asked at each scrape. */
export interface Present {
  nodes(): number;
  clients(): number;
}

export interface Prometheus extends RelayMetrics {
  readonly registry: Registry;
}

export function prometheus(present: Present): Prometheus {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'cyxwiz_relay_' });
  const registers = [registry];
  const gauge = (name: string, help: string, count: () => number) =>
    new Gauge({
      ...{ name, help, registers },
      collect() {
        this.set(count());
      },
    });
  gauge('cyxwiz_relay_nodes', 'Nodes that are connected', present.nodes);
  gauge('cyxwiz_relay_clients', 'Connections of clients', present.clients);
  const clients = new Counter({
    name: 'cyxwiz_relay_clients_total',
    help: 'Connections of clients by what became of them',
    labelNames: ['outcome'],
    registers,
  });
  const signIns = new Counter({
    name: 'cyxwiz_relay_sign_ins_total',
    help: 'Nodes that signed in, ready or the code they were refused with',
    labelNames: ['outcome'],
    registers,
  });
  const bytes = new Counter({
    name: 'cyxwiz_relay_bytes_total',
    help: 'Bytes passed on by direction, to-node or to-client',
    labelNames: ['direction'],
    registers,
  });
  const dialled = new Histogram({
    name: 'cyxwiz_relay_dial_seconds',
    help: 'Time from a client’s ClientHello to the node’s connection for it',
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  });
  return {
    registry,
    client: (outcome) => clients.inc({ outcome }),
    signIn: (outcome) => signIns.inc({ outcome }),
    bytes: (direction, count) => bytes.inc({ direction }, count),
    dialled: (seconds) => dialled.observe(seconds),
  };
}

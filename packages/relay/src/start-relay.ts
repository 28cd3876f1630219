import { connectionChainReader } from '@cyxwiz/protocol';
import { keepIdentity } from '@cyxwiz/protocol/server-identity';
import { Connection } from '@solana/web3.js';
import pino from 'pino';
import { solanaRegistry } from './adapters/chain/solana-registry.ts';
import { serveOperations } from './adapters/metrics/operation-server.ts';
import { prometheus } from './adapters/metrics/prometheus.ts';
import { systemClock, systemRandom } from './adapters/system/system.ts';
import { listen, type RunningRelayServer } from './adapters/tcp/relay-server.ts';
import { parseRelayConfig, type RelayConfigInput } from './config.ts';
import type { NodeRegistry } from './ports/node-registry.ts';
import type { Clock, Log } from './ports/surroundings.ts';
import { admitNode } from './usecases/admit-node.ts';
import { PresentNodes } from './usecases/present-nodes.ts';

const RPC_TIMEOUT_MS = 8_000;

export interface RelayPorts {
  readonly registry: NodeRegistry;
  readonly log: Log;
  readonly clock: Clock;
}

export interface RunningRelay {
  /** host:port for clients and nodes. */
  readonly address: string;
  readonly metricsUrl: string;
  /** PEM that nodes have to trust, unless an authority has signed it. */
  readonly certificate: string;
  close(): Promise<void>;
}

/**
 * Starts a relay. The only place that builds adapters; whoever embeds it may bring his own.
 * @throws RelayError CONFIG_INVALID
 */
export async function startRelay(
  input: RelayConfigInput,
  own: Partial<RelayPorts> = {},
): Promise<RunningRelay> {
  const config = parseRelayConfig(input);
  const { host, port, tls, dataDir } = config;
  const log = own.log ?? pino({ name: 'cyxwiz-relay', level: config.logLevel }, pino.destination(2));
  const clock = own.clock ?? systemClock;
  const registry = own.registry ?? solanaRegistry(connectionChainReader(connectionTo(config.rpcUrl)));
  const wildcard = host === '0.0.0.0' || host === '::';
  const hosts = ['localhost', '127.0.0.1', '::1', ...(wildcard ? [] : [host]), ...config.publicHosts];
  const identity = tls ?? (await keepIdentity(dataDir, 'relay', [...new Set(hosts)], clock.nowMs()));
  const present = new PresentNodes(config.maxNodes);
  let server: RunningRelayServer | undefined;
  const metrics = prometheus({ nodes: () => present.count, clients: () => server?.clients ?? 0 });
  const allowed = config.allowedNodes && new Set(config.allowedNodes);
  const admit = admitNode({ registry, allowed });
  const limits = { ...config, nodeBytesPerSecond: config.nodeBytesPerSecond };
  const random = systemRandom;
  server = await listen({ admit, present, limits, metrics, random, clock, log, identity }, host, port);
  const operations = await serveOperations(metrics.registry, config.metricsHost, config.metricsPort).catch(
    async (error: unknown) => {
      await server?.close();
      throw error;
    },
  );
  const address = `${host.includes(':') ? `[${host}]` : host}:${server.port}`;
  const metricsUrl = `http://${config.metricsHost}:${operations.port}/metrics`;
  log.info({ address, metricsUrl, allowed: allowed?.size ?? 'every node' }, 'the relay is up');
  const running = server;
  return {
    ...{ address, metricsUrl, certificate: identity.certificate },
    close: async () => {
      await Promise.all([running.close(), operations.close()]);
      log.info({}, 'stopped');
    },
  };
}

function connectionTo(rpcUrl: string): Connection {
  return new Connection(rpcUrl, {
    commitment: 'confirmed',
    disableRetryOnRateLimit: true,
    fetch: (url, init) =>
      fetch(url as string, { ...(init as RequestInit), signal: AbortSignal.timeout(RPC_TIMEOUT_MS) }),
  });
}

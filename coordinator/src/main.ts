import { createIdentity, keepIdentity } from '@cyxwiz/protocol/server-identity';
import './small-memory.ts';
import { readFileSync } from 'node:fs';
import { messageOf } from '@cyxwiz/protocol';
import { Assets, rpcGate } from '@cyxwiz/web/server';
import { pino } from 'pino';
import { openChain } from './adapters/chain/open-chain.ts';
import { openDatabase } from './adapters/database/open-database.ts';
import type { SurfaceDeps } from './adapters/edge/surface.ts';
import { startGrpc } from './adapters/grpc/server.ts';
import { startRest } from './adapters/rest/server.ts';
import { memoryState } from './adapters/shared-state/memory.ts';
import { redisState } from './adapters/shared-state/redis.ts';
import { DEFAULT_INTERVALS, startLoops } from './adapters/system/background.ts';
import { createMetrics } from './adapters/system/metrics.ts';
import { systemClock, systemRandom } from './adapters/system/system.ts';
import { tcpProbe } from './adapters/system/tcp-probe.ts';
import { tlsDialler } from './adapters/system/tls-dialler.ts';
import { joseTokens } from './adapters/tokens/jose-tokens.ts';
import { type CoordinatorConfig, configFromEnvironment } from './config.ts';
import { LIMITS } from './domain/limits.ts';
import { useCases } from './usecases/index.ts';

export interface RunningCoordinator {
  readonly restUrl: string;
  /** host:port */
  readonly grpcAddress: string;
  /** Its account on chain, which nodes are configured with. */
  readonly account: string;
  /** PEM of the gRPC certificate, for clients to trust; undefined when it is plain. */
  readonly grpcCertificate: string | undefined;
  /** Ends streams, finishes what is running, closes everything. */
  close(): Promise<void>;
}

/** The only place that builds adapters. What was opened before a failure is closed again. */
export async function startCoordinator(config: CoordinatorConfig): Promise<RunningCoordinator> {
  const log = pino(
    { level: config.logLevel ?? 'info', name: 'coordinator' },
    pino.destination({ dest: 2, sync: true }),
  );
  const clock = config.clock ?? systemClock;
  const host = config.host ?? '127.0.0.1';
  const intervals = { ...DEFAULT_INTERVALS, ...config.intervals };
  const closers: (() => Promise<void>)[] = [];
  const opened = <T extends { close(): Promise<void> }>(part: T): T => {
    closers.unshift(() => part.close());
    return part;
  };
  const close = async () => {
    for (const closer of closers.splice(0)) {
      await closer().catch((err: unknown) => log.warn({ err }, 'a part did not close cleanly'));
    }
  };
  try {
    const database = opened(await openDatabase(config.database ?? { kind: 'pglite' }));
    log.info({ migrated: database.migrated }, 'database is ready');
    const shared = opened(
      config.redis
        ? await redisState(config.redis.url, config.redis.prefix ?? 'cyxwiz:', log)
        : memoryState(clock),
    );
    const metrics = createMetrics({
      byPhase: () => database.jobs.countByPhase(),
      pastDeadline: () => database.jobs.countPastDeadline(clock.now()),
      nodesOnline: async () => (await database.nodes.seenSince(clock.now() - LIMITS.presenceMs)).length,
    });
    const chain = opened(
      openChain({
        rpcUrl: config.rpcUrl,
        wsUrl: config.wsUrl,
        crankKey: config.crankKey,
        authority: config.authority,
        keyVersion: config.keyVersion ?? 1,
        log,
        watch: metrics.rpc,
        refused: metrics.refused,
      }),
    );
    const { address: account, registered, register } = chain.account;
    const keys = { account, registered, register };
    const tokens = await joseTokens({ keys: database.keys, clock, random: systemRandom, ...keys });
    // Said at once; tokens are asked for again whenever one is needed.
    const first = tokens.ready().catch((error: unknown) => log.warn({ account }, messageOf(error)));
    if (register) await first;
    // Unless configured it is the REST URL, which is known only once the port is bound.
    let pageUrl = config.publicUrl ?? '';
    const cases = useCases({
      ...chain,
      database,
      shared,
      tokens,
      pageUrl: () => pageUrl,
      clock,
      random: systemRandom,
      probe: config.probe ?? tcpProbe(config.dialPrivate ?? false),
      dialler: tlsDialler(config.dialPrivate ?? false),
      log,
      mintRates: config.mintRates ?? new Map(),
      walletLimit: config.walletLimit ?? 10,
      defaultDeadlineSeconds: config.defaultDeadlineSeconds ?? 86_400,
      pollMs: intervals.poll,
    });
    const surface: SurfaceDeps = {
      useCases: cases,
      limiter: shared.limiter,
      log,
      metrics,
      cyxwizMint: async () => (await chain.chain.params()).cyxwizMint,
      requestsPerMinute: config.requestsPerMinute ?? 1200,
    };
    const rest = opened(
      await startRest(surface, {
        host,
        port: config.restPort ?? 0,
        trustProxy: config.trustProxy ?? false,
        origins: config.origins ?? [],
        pageOrigin: () => (pageUrl === '' ? '' : new URL(pageUrl).origin),
        page: pageOf(config.rpcUrl),
      }),
    );
    pageUrl ||= rest.url;
    const tls = await identityOf(config, host, clock.now());
    const grpc = opened(await startGrpc(surface, { host, port: config.grpcPort ?? 0, tls }));
    opened(startLoops({ useCases: cases, history: chain.history, intervals, log, metrics }));
    const at = { restUrl: rest.url, grpcAddress: grpc.address };
    log.info({ ...at, account, tls: tls !== undefined }, 'coordinator is up');
    return { ...at, account, grpcCertificate: tls?.certificate, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The page, where it has been built. */
function pageOf(rpcUrl: string) {
  const assets = Assets.load();
  return assets && { assets, gate: rpcGate(rpcUrl) };
}

function identityOf(config: CoordinatorConfig, host: string, now: number) {
  const { tls = 'self-signed', dataDir } = config;
  if (tls === 'plain') return undefined;
  if (tls !== 'self-signed') return tls;
  const own = host === '0.0.0.0' || host === '::' ? [] : [host];
  const hosts = [...new Set(['localhost', '127.0.0.1', '::1', ...own, ...(config.publicHosts ?? [])])];
  return dataDir === undefined
    ? createIdentity('coordinator', hosts, now)
    : keepIdentity(dataDir, 'coordinator', hosts, now);
}

async function main(): Promise<void> {
  const readKeypair = (path: string) => Uint8Array.from(JSON.parse(readFileSync(path, 'utf8')) as number[]);
  const config = configFromEnvironment(process.env, readKeypair);
  const running = await startCoordinator(config);
  const { restUrl, grpcAddress, account } = running;
  process.stdout.write(`${JSON.stringify({ event: 'ready', restUrl, grpcAddress, account })}\n`);
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    void running.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    process.stderr.write(`coordinator: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
}

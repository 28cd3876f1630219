import type { AddressInfo } from 'node:net';
import { createServer, type Server as TlsServer } from 'node:tls';
import { coordinatorApi, coordinatorPackage } from '@cyxwiz/protocol';
import type { ServerIdentity } from '@cyxwiz/protocol/server-identity';
import { type ConnectionInjector, Server, ServerCredentials } from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';
import { HealthImplementation } from 'grpc-health-check';
import { LIMITS } from '../../domain/limits.ts';
import type { SurfaceDeps } from '../edge/surface.ts';
import { coordinatorService } from './coordinator-service.ts';
import { nodeGatewayService } from './node-gateway-service.ts';

export interface GrpcConfig {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Undefined: no TLS, which only loopback may have. */
  readonly tls: ServerIdentity | undefined;
}

export interface RunningGrpc {
  /** host:port */
  readonly address: string;
  setServing(serving: boolean): void;
  close(): Promise<void>;
}

const SERVICES = ['', 'cyxwiz.coordinator.v1.CoordinatorService', 'cyxwiz.coordinator.v1.NodeGatewayService'];
const GRACE_MS = 5_000;
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/** Both services with health and reflection. */
export async function startGrpc(deps: SurfaceDeps, config: GrpcConfig): Promise<RunningGrpc> {
  if (!config.tls && !LOOPBACK.has(config.host)) {
    throw new Error(`gRPC without TLS is for loopback only, not for ${config.host}: configure a certificate`);
  }
  const server = new Server({
    'grpc.max_receive_message_length': LIMITS.maxRequestBytes,
    'grpc.max_concurrent_streams': 256,
    'grpc.keepalive_time_ms': 30_000,
    'grpc.keepalive_timeout_ms': 10_000,
  });
  const stopping = new AbortController();
  const api = coordinatorApi();
  server.addService(api.CoordinatorService.service, coordinatorService(deps, stopping.signal));
  server.addService(api.NodeGatewayService.service, nodeGatewayService(deps, stopping.signal));
  const health = new HealthImplementation();
  health.addToServer(server);
  new ReflectionService(coordinatorPackage()).addToServer(server);
  const setServing = (serving: boolean) => {
    for (const service of SERVICES) health.setStatus(service, serving ? 'SERVING' : 'NOT_SERVING');
  };
  setServing(true);
  const listener = config.tls
    ? await listenTls(server, config, config.tls)
    : await listenPlain(server, config);
  return {
    address: `${config.host.includes(':') ? `[${config.host}]` : config.host}:${listener.port}`,
    setServing,
    close: async () => {
      setServing(false);
      stopping.abort();
      await listener.close();
      await shutDown(server);
    },
  };
}

interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

function listenPlain(server: Server, { host, port }: GrpcConfig): Promise<Listener> {
  return new Promise((resolve, reject) => {
    server.bindAsync(`${host}:${port}`, ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve({ port: bound, close: async () => undefined });
    });
  });
}

/** A TLS listener of our own, because grpc-js cannot be told to refuse what is older than 1.3. */
async function listenTls(server: Server, { host, port }: GrpcConfig, tls: ServerIdentity): Promise<Listener> {
  const injector: ConnectionInjector = server.createConnectionInjector(ServerCredentials.createInsecure());
  const sockets = new Set<{ destroy(): void }>();
  const listener: TlsServer = createServer(
    {
      key: tls.key,
      cert: tls.certificate,
      minVersion: 'TLSv1.3',
      ALPNProtocols: ['h2'],
      handshakeTimeout: 10_000,
    },
    (socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      // A peer that goes away in the middle is not a failure of ours.
      socket.on('error', () => socket.destroy());
      if (socket.alpnProtocol === 'h2') injector.injectConnection(socket);
      else socket.destroy();
    },
  );
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(port, host, resolve);
  });
  return {
    port: (listener.address() as AddressInfo).port,
    close: async () => {
      const closed = new Promise<void>((resolve) => listener.close(() => resolve()));
      injector.drain(GRACE_MS);
      const timer = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, 1_000);
      await closed;
      clearTimeout(timer);
      injector.destroy();
    },
  };
}

function shutDown(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      server.forceShutdown();
      resolve();
    }, GRACE_MS);
    server.tryShutdown(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http2';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import type { UntypedServiceImplementation } from '@grpc/grpc-js';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { HealthImplementation } from 'grpc-health-check';
import type { TlsIdentity } from '../disk/tls-identity.ts';
import { ConnectionGate, type ConnectionLimits, peerOf } from './connection-gate.ts';
import { requestDeadline } from './request-deadline.ts';
import { serviceDefinition } from './service-definition.ts';
import { welcomeClients } from './welcome-clients.ts';

const SERVICE = 'cyxwiz.node.v1.TrainingService';
/** A chunk and its frame. */
const MAX_MESSAGE_BYTES = 320 * 1024;
/** Sixteen chunks: a gigabit over a distance of 30 ms. */
const UPLOAD_WINDOW_BYTES = 4 * 1024 * 1024;
/** Calls at the same time on one connection. */
const MAX_STREAMS = 64;
const MAX_STRANGERS_STREAMS = 4;
const MAX_SESSION_MIB = 64;
const HANDSHAKE_MS = 10_000;
const REQUEST_MS = 10_000;
/** Connections that wait to be taken, where the kernel allows it: one that finds no place tries again after a second. */
const BACKLOG = 4096;
/** Without a call. */
const IDLE_MS = 300_000;
const GRACE_MS = 2_000;

export interface ListenOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly identity: TlsIdentity;
  readonly service: UntypedServiceImplementation;
  readonly limits: ConnectionLimits;
  /** Whether a call comes with a session that is good. */
  readonly isClient: (headers: IncomingHttpHeaders) => boolean;
}

export interface RunningServer {
  readonly port: number;
  /** Serves a connection that we have dialled; `from` is the address that its limits count for. */
  receive(socket: Socket, from: string): void;
  /** Refuses new connections, lets calls end for a moment, then closes. */
  close(): Promise<void>;
}

/** Goes on once the other end has sent something, which stays in the socket's buffer: who is silent costs a socket. */
function afterFirstBytes(socket: Socket, goOn: () => void): void {
  socket.once('readable', () => (socket.readableLength > 0 ? goOn() : socket.destroy()));
}

/** TrainingService and the health service behind a TLS listener of its own, which speaks 1.3 and nothing older. */
export async function listen(options: ListenOptions): Promise<RunningServer> {
  const { host, port, identity, service, limits, isClient } = options;
  const grpc = new Server({
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_concurrent_streams': MAX_STRANGERS_STREAMS,
    'grpc.max_connection_idle_ms': IDLE_MS,
    'grpc.keepalive_time_ms': 30_000,
    'grpc.keepalive_timeout_ms': 10_000,
    'grpc-node.max_session_memory': MAX_SESSION_MIB,
    interceptors: [requestDeadline(REQUEST_MS)],
  });
  grpc.addService(serviceDefinition(), service);
  const health = new HealthImplementation({ '': 'SERVING', [SERVICE]: 'SERVING' });
  health.addToServer(grpc);

  const injector = grpc.createConnectionInjector(ServerCredentials.createInsecure());
  const gate = new ConnectionGate(limits);
  const stopWelcoming = welcomeClients({
    isClient,
    onCall: (peer) => gate.reach(peer, 'calling'),
    onClient: (peer) => gate.prove(peer),
    maxStreams: MAX_STREAMS,
    uploadWindowBytes: UPLOAD_WINDOW_BYTES,
  });
  const sockets = new Set<TLSSocket>();
  const secure = createTlsServer({
    key: identity.keyPem,
    cert: identity.certificatePem,
    minVersion: 'TLSv1.3',
    ALPNProtocols: ['h2'],
    handshakeTimeout: HANDSHAKE_MS,
  });
  secure.on('secureConnection', (socket) => {
    if (socket.alpnProtocol !== 'h2') {
      socket.destroy();
      return;
    }
    gate.reach(peerOf(socket), 'secured');
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    afterFirstBytes(socket, () => {
      gate.reach(peerOf(socket), 'speaking');
      injector.injectConnection(socket);
    });
  });
  // A failed handshake is the peer's problem.
  secure.on('tlsClientError', (_error, socket) => socket.destroy());
  const enter = (socket: Socket, from?: string) => {
    socket.on('error', () => socket.destroy());
    if (!gate.admit(socket, from)) return;
    afterFirstBytes(socket, () => {
      if (gate.greet(socket)) secure.emit('connection', socket);
    });
  };
  const listener = createTcpServer((socket) => enter(socket));
  listener.listen({ port, host, backlog: BACKLOG });
  await once(listener, 'listening');
  const address = listener.address();

  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    receive: enter,
    close: async () => {
      health.setStatus('', 'NOT_SERVING');
      health.setStatus(SERVICE, 'NOT_SERVING');
      const closed = new Promise<void>((resolve) => listener.close(() => resolve()));
      injector.drain(GRACE_MS);
      const graceful = new Promise<void>((resolve) => grpc.tryShutdown(() => resolve()));
      const late = setTimeout(() => {
        grpc.forceShutdown();
        for (const socket of sockets) socket.destroy();
        gate.closeAll();
      }, GRACE_MS);
      await Promise.all([closed, graceful]);
      clearTimeout(late);
      stopWelcoming();
      injector.destroy();
    },
  };
}

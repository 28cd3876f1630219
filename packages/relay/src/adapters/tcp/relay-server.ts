import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { type NodeId, nodeOfServerName, RELAY_PROTOCOL } from '@cyxwiz/protocol';
import type { ServerIdentity } from '@cyxwiz/protocol/server-identity';
import { PerMinute, Places } from '../../domain/places.ts';
import type { ClientOutcome } from '../../ports/metrics.ts';
import type { Clock } from '../../ports/surroundings.ts';
import { CalledNodes } from '../../usecases/call-node.ts';
import { type Alert, endWith } from './alert.ts';
import { firstBytes, type Wish } from './first-bytes.ts';
import { type DeskDeps, receiveNode } from './node-desk.ts';
import { NodeTraffic } from './node-traffic.ts';
import { splice } from './splice.ts';

export interface RelayServerDeps extends DeskDeps {
  readonly identity: ServerIdentity;
  readonly clock: Clock;
}

export interface RunningRelayServer {
  readonly port: number;
  readonly clients: number;
  /** Ends every connection. */
  close(): Promise<void>;
}

/** The relay's one port: clients, nodes that sign in, and nodes that dial for a client. */
export async function listen(deps: RelayServerDeps, host: string, port: number): Promise<RunningRelayServer> {
  const { clock, identity, limits, log, metrics, present, random } = deps;
  const undecided = new Places(limits.maxUndecided, limits.maxUndecidedPerAddress);
  const perAddress = new Places(limits.maxClients, limits.maxClientsPerAddress);
  const perNode = new Places(limits.maxClients, limits.maxClientsPerNode);
  const comingClients = new PerMinute(limits.clientsPerMinute);
  const comingNodes = new PerMinute(limits.nodesPerMinute);
  const called = new CalledNodes<Socket>(random, limits.dialSeconds);
  const traffic = new NodeTraffic(limits.nodeBytesPerSecond);
  const sockets = new Set<Socket>();

  const desk = createTlsServer({
    key: identity.key,
    cert: identity.certificate,
    minVersion: 'TLSv1.3',
    ALPNProtocols: [RELAY_PROTOCOL],
    handshakeTimeout: 1000 * limits.signInSeconds,
  });
  desk.on('secureConnection', (socket) => {
    if (socket.alpnProtocol === RELAY_PROTOCOL) receiveNode(deps, socket);
    else socket.destroy();
  });
  // A failed handshake is the peer's problem.
  desk.on('tlsClientError', (_error, socket) => socket.destroy());

  const refuse = (socket: Socket, outcome: ClientOutcome, alert?: Alert) => {
    metrics.client(outcome);
    if (alert === undefined) socket.destroy();
    else endWith(socket, alert);
  };

  async function relay(socket: Socket, node: NodeId, hello: Buffer): Promise<void> {
    const { remoteAddress: address = '', remotePort: clientPort = 0 } = socket;
    if (!comingClients.take(address, clock.nowMs())) return refuse(socket, 'limit', 'internal_error');
    const link = present.find(node);
    if (link === undefined) return refuse(socket, 'node-unknown', 'unrecognized_name');
    const [here, there] = [perAddress.take(address), perNode.take(link.node)];
    const leave = () => {
      here?.();
      there?.();
    };
    socket.once('close', leave);
    if (here === undefined || there === undefined) return refuse(socket, 'limit', 'internal_error');
    const gone = new AbortController();
    const onGone = () => gone.abort();
    socket.once('close', onGone);
    const started = clock.nowMs();
    const other = await called.call(link, { address, port: clientPort }, gone.signal);
    socket.off('close', onGone);
    if (gone.signal.aborted || socket.destroyed) {
      other?.destroy();
      return refuse(socket, 'client-gone');
    }
    if (other === undefined) return refuse(socket, 'node-silent', 'internal_error');
    metrics.client('relayed');
    metrics.dialled((clock.nowMs() - started) / 1000);
    metrics.bytes('to-node', hello.length);
    other.write(hello);
    await splice(socket, other, {
      idleMs: 1000 * limits.idleSeconds,
      onBytes: (toNode, count) => {
        metrics.bytes(toNode ? 'to-node' : 'to-client', count);
        return traffic.take(link.node, count, clock.nowMs());
      },
    });
  }

  function grant(socket: Socket, wish: Wish): void {
    const node = wish.kind === 'tls' ? nodeOfServerName(wish.serverName ?? '') : undefined;
    if (wish.kind === 'gone') {
      socket.destroy();
    } else if (wish.kind === 'too-slow' || wish.kind === 'not-tls') {
      refuse(socket, wish.kind, wish.kind === 'not-tls' ? 'decode_error' : undefined);
    } else if (wish.kind === 'dialled') {
      // What a node sends before it has heard the client is nothing that TLS knows.
      if (wish.bytes.length > 0 || !called.redeem(wish.ticket, socket)) socket.destroy();
    } else if (node !== undefined) {
      relay(socket, node, wish.bytes).catch((error: unknown) => {
        log.error({ error: String(error) }, 'a client could not be relayed');
        socket.destroy();
      });
    } else if (comingNodes.take(socket.remoteAddress ?? '', clock.nowMs())) {
      socket.unshift(wish.bytes);
      desk.emit('connection', socket);
    } else {
      refuse(socket, 'limit', 'internal_error');
    }
  }

  const listener = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    const decided = undecided.take(socket.remoteAddress ?? '');
    if (decided === undefined) return refuse(socket, 'limit');
    sockets.add(socket);
    socket.once('close', () => {
      decided();
      sockets.delete(socket);
    });
    void firstBytes(socket, 1000 * limits.helloSeconds).then((wish) => {
      decided();
      grant(socket, wish);
    });
  });
  listener.listen(port, host);
  await once(listener, 'listening');
  const address = listener.address();

  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    get clients() {
      return perAddress.taken;
    },
    close: async () => {
      const closed = new Promise<void>((resolve) => listener.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

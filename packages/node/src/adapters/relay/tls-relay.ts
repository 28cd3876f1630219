import { connect as connectTcp, isIP } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import {
  fromHex,
  type NodeId,
  type NodeSays,
  parseNodeEndpoint,
  RELAY_EXPORTER,
  RELAY_PROTOCOL,
  type RelaySays,
  relayDigest,
  relayGreeting,
  signEd25519,
  toHex,
} from '@cyxwiz/protocol';
import { messageOf, NodeError } from '../../domain/errors.ts';
import type { Receiver, Relay } from '../../ports/relay.ts';
import { hearRelay } from './relay-lines.ts';

/** To sign in, and for a connection that is dialled for a client. */
const CONNECT_MS = 10_000;
/** Connections that are being dialled at a time, so that a relay cannot have us dial without end. */
const MAX_DIALLING = 256;
/** Silence, in the relay's own heartbeats, after which it is gone. */
const BEATS = 3;

export interface TlsRelayOptions {
  /** host:port. */
  readonly address: string;
  /** Certificate (PEM) to trust in place of the system's. */
  readonly certificate: Buffer | undefined;
  readonly node: NodeId;
  readonly operatorSecretKey: Uint8Array;
  readonly agentVersion: string;
}

/**
 * A relay by its protocol: one TLS connection on which it tells of clients, and one plain connection for each of them,
 * which carries the client's own TLS.
 */
export class TlsRelay implements Relay {
  readonly #options: TlsRelayOptions;
  #dialling = 0;

  constructor(options: TlsRelayOptions) {
    this.#options = options;
  }

  serve(receiver: Receiver, signal: AbortSignal, ready: () => void): Promise<void> {
    const { address, certificate } = this.#options;
    const { host, port } = parseNodeEndpoint(address);
    return new Promise((resolve, reject) => {
      if (signal.aborted) return resolve();
      const socket = connectTls({
        ...{ host, port, minVersion: 'TLSv1.3', ALPNProtocols: [RELAY_PROTOCOL] },
        ...(isIP(host) ? {} : { servername: host }),
        ...(certificate === undefined ? {} : { ca: certificate }),
      });
      let why: unknown = new Error('it ended the connection');
      const fail = (error: unknown) => {
        why = error;
        socket.destroy();
      };
      const stop = () => socket.destroy();
      signal.addEventListener('abort', stop, { once: true });
      socket.setTimeout(CONNECT_MS, () => fail(new Error('it is silent')));
      socket.once('error', fail);
      socket.once('close', () => {
        signal.removeEventListener('abort', stop);
        if (signal.aborted) resolve();
        else reject(why instanceof NodeError ? why : unavailable(address, why));
      });
      socket.once('secureConnect', () => {
        hearRelay(socket, fail, (line) => this.#on(line, socket, receiver, ready, fail));
      });
    });
  }

  #on(
    line: RelaySays,
    socket: TLSSocket,
    receiver: Receiver,
    ready: () => void,
    fail: (error: unknown) => void,
  ): void {
    if (line.type === 'challenge') {
      this.#signIn(socket, line.challenge);
    } else if (line.type === 'ready') {
      socket.setTimeout(1000 * BEATS * line.heartbeatSeconds);
      ready();
    } else if (line.type === 'client') {
      this.#dial(line.ticket, line.address, receiver);
    } else if (line.type === 'refused') {
      const { code, message } = line;
      fail(new NodeError('RELAY_REFUSED', `the relay refuses this node: ${message}`, { code }));
    } else {
      say(socket, { type: 'ping' });
    }
  }

  #signIn(socket: TLSSocket, challenge: string): void {
    const { agentVersion, node, operatorSecretKey } = this.#options;
    const channel = socket.exportKeyingMaterial(32, RELAY_EXPORTER, Buffer.alloc(0));
    const digest = relayDigest(node, fromHex(challenge, 32), channel);
    const signature = toHex(signEd25519(operatorSecretKey, digest));
    say(socket, { type: 'hello', node, signature, agentVersion });
  }

  /** One that cannot be dialled is the client's loss: the relay tells it, and it comes again. */
  #dial(ticket: string, from: string, receiver: Receiver): void {
    if (this.#dialling >= MAX_DIALLING) return;
    this.#dialling += 1;
    const { host, port } = parseNodeEndpoint(this.#options.address);
    const socket = connectTcp({ host, port, noDelay: true });
    const drop = () => socket.destroy();
    const over = () => {
      this.#dialling -= 1;
      socket.off('timeout', drop).off('connect', over).off('close', over).setTimeout(0);
    };
    socket.setTimeout(CONNECT_MS, drop);
    socket.once('error', drop).once('close', over).once('connect', over);
    socket.once('connect', () => {
      socket.write(relayGreeting(ticket));
      receiver.receive(socket, from);
    });
  }
}

function say(socket: TLSSocket, line: NodeSays): void {
  if (!socket.destroyed) socket.write(`${JSON.stringify(line)}\n`);
}

function unavailable(address: string, cause: unknown): NodeError {
  return new NodeError(
    'RELAY_UNAVAILABLE',
    `no connection to the relay ${address}: ${messageOf(cause)}`,
    {},
    cause,
  );
}

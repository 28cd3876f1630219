import type { TLSSocket } from 'node:tls';
import { type NodeId, RELAY_EXPORTER, toHex } from '@cyxwiz/protocol';
import type { RelayLimits } from '../../domain/limits.ts';
import { RelayError } from '../../domain/relay-error.ts';
import type { RelayMetrics } from '../../ports/metrics.ts';
import type { Log, Random } from '../../ports/surroundings.ts';
import type { admitNode } from '../../usecases/admit-node.ts';
import type { NodeLink, PresentNodes } from '../../usecases/present-nodes.ts';
import { hear, say } from './node-lines.ts';

/** Silence on a node's connection, in heartbeats, after which it is dead. */
const BEATS = 3;

export interface DeskDeps {
  readonly admit: ReturnType<typeof admitNode>;
  readonly present: PresentNodes;
  readonly limits: RelayLimits;
  readonly metrics: RelayMetrics;
  readonly random: Random;
  readonly log: Log;
}

/** Where nodes sign in: asks for a signature, then keeps the connection and calls the node on it. */
export function receiveNode(deps: DeskDeps, socket: TLSSocket): void {
  const { admit, limits, log, metrics, present, random } = deps;
  const from = socket.remoteAddress;
  const challenge = random.bytes(32);
  const channel = socket.exportKeyingMaterial(32, RELAY_EXPORTER, Buffer.alloc(0));
  const beat = setInterval(() => say(socket, { type: 'ping' }), 1000 * limits.heartbeatSeconds).unref();
  let state: 'asked' | 'looking' | 'ready' = 'asked';
  let link: NodeLink | undefined;
  // Not the socket's own timeout, which our heartbeats would put off.
  let silence = 1000 * limits.signInSeconds;
  let quiet: NodeJS.Timeout | undefined;
  const heard = () => {
    clearTimeout(quiet);
    quiet = setTimeout(() => socket.destroy(), silence).unref();
  };
  heard();
  const refuse = (error: RelayError) => {
    const { code, message } = error;
    log.warn({ code, from, node: link?.node }, message);
    say(socket, { type: 'refused', code, message });
    socket.end();
    setTimeout(() => socket.destroy(), 1000).unref();
  };
  const enter = (node: NodeId) => {
    if (socket.destroyed) return;
    const made: NodeLink = {
      node,
      call: (ticket, client) => say(socket, { type: 'client', ticket, ...client }),
      end: refuse,
    };
    present.enter(made);
    link = made;
    state = 'ready';
    silence = 1000 * BEATS * limits.heartbeatSeconds;
    heard();
    metrics.signIn('ready');
    log.info({ node, from }, 'a node is there');
    say(socket, { type: 'ready', heartbeatSeconds: limits.heartbeatSeconds });
  };
  socket.on('error', () => socket.destroy());
  // The port's connections may be half open, which is for clients.
  socket.once('end', () => socket.end());
  socket.once('close', () => {
    clearInterval(beat);
    clearTimeout(quiet);
    if (link === undefined) return;
    present.leave(link);
    log.info({ node: link.node, from }, 'a node is gone');
  });
  hear(socket, (line) => {
    if (state === 'ready') heard();
    if (line.type !== 'hello' || state !== 'asked') return;
    state = 'looking';
    admit(line, { challenge, channel })
      .then(enter)
      .catch((error: unknown) => {
        const known = error instanceof RelayError;
        if (!known) log.error({ error: String(error) }, 'a node could not be let in');
        metrics.signIn(known ? error.code : 'INTERNAL');
        if (known) refuse(error);
        else socket.destroy();
      });
  });
  say(socket, { type: 'challenge', challenge: toHex(challenge) });
}

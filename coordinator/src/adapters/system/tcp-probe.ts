import { connect } from 'node:net';
import { parseNodeEndpoint } from '@cyxwiz/protocol';
import type { LatencyProbe } from '../../ports/system.ts';
import { resolveHost } from './resolve-host.ts';

const LIMIT_MS = 2_000;

/**
 * Time to open a TCP connection, which is one round trip; that to its relay for a node behind one. Nothing is sent.
 * @param dialPrivate also to addresses that are not public; for networks of one's own
 */
export function tcpProbe(dialPrivate: boolean): LatencyProbe {
  return {
    measure: async (endpoint) => {
      const { host, port } = parseNodeEndpoint(endpoint);
      const resolved = await resolveHost(host, dialPrivate);
      return 'ip' in resolved ? roundTrip(resolved.ip, port) : undefined;
    },
  };
}

function roundTrip(host: string, port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const start = performance.now();
    const socket = connect({ host, port });
    const end = (result: number | undefined) => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(LIMIT_MS, () => end(undefined));
    socket.once('connect', () => end(Math.max(1, Math.round(performance.now() - start))));
    socket.once('error', () => end(undefined));
  });
}

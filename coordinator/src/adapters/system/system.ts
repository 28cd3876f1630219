import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import type { Clock, LatencyProbe, Random } from '../../ports/system.ts';

export const systemClock: Clock = { now: () => Date.now() };

export const systemRandom: Random = { bytes: (length) => new Uint8Array(randomBytes(length)) };

const PROBE_TIMEOUT_MS = 2_000;

/** Time to open a TCP connection, which is one round trip. Nothing is sent. */
export const tcpProbe: LatencyProbe = {
  measure: (endpoint) => {
    const at = endpoint.lastIndexOf(':');
    const host = endpoint.slice(0, at).replace(/^\[|\]$/g, '');
    return new Promise((resolve) => {
      const start = performance.now();
      const socket = connect({ host, port: Number(endpoint.slice(at + 1)) });
      const end = (result: number | undefined) => {
        socket.destroy();
        resolve(result);
      };
      socket.setTimeout(PROBE_TIMEOUT_MS, () => end(undefined));
      socket.once('connect', () => end(Math.max(1, Math.round(performance.now() - start))));
      socket.once('error', () => end(undefined));
    });
  },
};

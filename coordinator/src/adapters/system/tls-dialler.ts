import { createHash } from 'node:crypto';
import { connect } from 'node:tls';
import { parseNodeEndpoint } from '@cyxwiz/protocol';
import type { Dialled, NodeDialler } from '../../ports/system.ts';
import { resolveHost } from './resolve-host.ts';

const LIMIT_MS = 5_000;

/**
 * A TLS handshake with whoever answers at a node's address; nothing is asked and nothing told but the key's hash.
 * @param dialPrivate also addresses that are not public; for networks of one's own
 */
export function tlsDialler(dialPrivate: boolean): NodeDialler {
  return {
    dial: async (endpoint) => {
      const { host, port, serverName } = parseNodeEndpoint(endpoint);
      const resolved = await resolveHost(host, dialPrivate);
      if ('failure' in resolved) return resolved;
      return handshake(resolved.ip, port, serverName);
    },
  };
}

function handshake(host: string, port: number, servername: string): Promise<Dialled> {
  return new Promise((resolve) => {
    const socket = connect({
      ...{ host, port, servername, minVersion: 'TLSv1.3', ALPNProtocols: ['h2'] },
      // Its certificate is self-signed: the key is what counts, and the caller compares it.
      rejectUnauthorized: false,
    });
    const done = (dialled: Dialled) => {
      clearTimeout(late);
      socket.destroy();
      resolve(dialled);
    };
    const late = setTimeout(() => done({ failure: 'TIMED_OUT' }), LIMIT_MS);
    socket.once('error', (error: NodeJS.ErrnoException) => done({ failure: failureOf(error.code) }));
    socket.once('secureConnect', () => {
      const key = socket.getPeerX509Certificate()?.publicKey.export({ type: 'spki', format: 'der' });
      if (key === undefined) return done({ failure: 'NO_TLS' });
      done({ tlsKeyHash: new Uint8Array(createHash('sha256').update(key).digest()) });
    });
  });
}

/** A relay answers with alerts of its own. */
const FAILURES: Readonly<Record<string, Dialled['failure']>> = {
  ECONNREFUSED: 'REFUSED',
  ETIMEDOUT: 'TIMED_OUT',
  EHOSTUNREACH: 'UNREACHABLE',
  ENETUNREACH: 'UNREACHABLE',
  ERR_SSL_TLSV1_UNRECOGNIZED_NAME: 'NODE_NOT_AT_RELAY',
  ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR: 'RELAY_FAILED',
};

function failureOf(code: string | undefined): Dialled['failure'] {
  return FAILURES[code ?? ''] ?? 'NO_TLS';
}

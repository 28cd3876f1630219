import { createHash, X509Certificate } from 'node:crypto';
import tls from 'node:tls';
import { ChannelCredentials } from '@grpc/grpc-js';
import { ClientError } from '../errors.ts';

/** Nodes are found by address and known by key, so the name says nothing; TLS wants one that is not an IP address. */
export const NODE_SERVER_NAME = 'node.cyxwiz';

/** SHA-256 of the certificate's SubjectPublicKeyInfo in DER: what a node registers on chain. */
export function tlsKeyHash(certificateDer: Uint8Array): Uint8Array {
  const spki = new X509Certificate(certificateDer).publicKey.export({ type: 'spki', format: 'der' });
  return new Uint8Array(createHash('sha256').update(spki).digest());
}

function parseEndpoint(endpoint: string): { host: string; port: number } {
  const match = /^\[?([^\]]+?)\]?:(\d{1,5})$/.exec(endpoint);
  const port = Number(match?.[2]);
  if (!match?.[1] || !(port > 0 && port < 65_536)) {
    throw new ClientError('NODE_UNAVAILABLE', `the coordinator gave "${endpoint}" as the node's address`, {
      next: 'it must be host:port; tell the coordinator’s operator, or pass the address yourself',
    });
  }
  return { host: match[1], port };
}

/**
 * A node's certificate is self-signed, so it vouches for nothing by itself; its key hash on chain does. We look at the
 * certificate once, compare its key with the chain, and only then trust exactly that certificate for the channel:
 * with `rejectUnauthorized: false` Node would skip `checkServerIdentity`, and the pin with it.
 */
export async function pinnedCredentials(
  endpoint: string,
  pin: Uint8Array,
  timeoutMs = 10_000,
): Promise<ChannelCredentials> {
  const presented = await presentedCertificate(endpoint, timeoutMs);
  const check = (der: Uint8Array): Error | undefined =>
    Buffer.from(tlsKeyHash(der)).equals(pin) ? undefined : pinMismatch(endpoint, pin, tlsKeyHash(der));
  const refused = check(presented);
  if (refused) throw refused;
  const context = tls.createSecureContext({
    ca: new X509Certificate(presented).toString(),
    minVersion: 'TLSv1.3',
  });
  return ChannelCredentials.createFromSecureContext(context, {
    checkServerIdentity: (_host, certificate) => check(certificate.raw),
  });
}

function presentedCertificate(endpoint: string, timeoutMs: number): Promise<Uint8Array> {
  const { host, port } = parseEndpoint(endpoint);
  return new Promise((resolve, reject) => {
    const socket = tls.connect({
      host,
      port,
      minVersion: 'TLSv1.3',
      servername: NODE_SERVER_NAME,
      ALPNProtocols: ['h2'],
      rejectUnauthorized: false,
    });
    const fail = (cause: unknown): void => {
      socket.destroy();
      const why = cause instanceof Error ? cause.message : String(cause);
      reject(
        new ClientError('NODE_UNAVAILABLE', `no TLS 1.3 connection to the node at ${endpoint}: ${why}`, {
          next: 'try again; if the node stays away for two hours anyone can refund the job: cyxwiz crank timeout JOB',
          cause,
        }),
      );
    };
    socket.setTimeout(timeoutMs, () => fail(new Error(`no answer in ${timeoutMs} ms`)));
    socket.once('error', fail);
    socket.once('secureConnect', () => {
      const der = socket.getPeerX509Certificate()?.raw;
      if (!der) return fail(new Error('no certificate'));
      socket.destroy();
      resolve(new Uint8Array(der));
    });
  });
}

function pinMismatch(endpoint: string, pin: Uint8Array, found: Uint8Array): ClientError {
  const hex = (b: Uint8Array): string => Buffer.from(b).toString('hex');
  return new ClientError(
    'TLS_PIN_MISMATCH',
    `whoever answers at ${endpoint} does not hold the node's registered key`,
    {
      next: 'do not send anything there; ask the coordinator for the address again, or cancel the job',
      details: { expected: hex(pin), presented: hex(found) },
    },
  );
}

import { createHash, X509Certificate } from 'node:crypto';
import tls from 'node:tls';
import { messageOf, type NodeEndpoint, parseNodeEndpoint } from '@cyxwiz/protocol';
import { ChannelCredentials } from '@grpc/grpc-js';
import { ClientError } from '../errors.ts';
import { isPinned, type Pin } from './pins.ts';

/** SHA-256 of the certificate's SubjectPublicKeyInfo in DER: what a node registers on chain. */
export function tlsKeyHash(certificateDer: Uint8Array): Uint8Array {
  const spki = new X509Certificate(certificateDer).publicKey.export({ type: 'spki', format: 'der' });
  return new Uint8Array(createHash('sha256').update(spki).digest());
}

/** @throws ClientError NODE_UNAVAILABLE */
export function readEndpoint(endpoint: string): NodeEndpoint {
  try {
    return parseNodeEndpoint(endpoint);
  } catch (cause) {
    throw new ClientError('NODE_UNAVAILABLE', `the coordinator gave "${endpoint}" as the node's address`, {
      next: 'it must be host:port or host:port#NODE; tell the coordinator’s operator, or pass the address yourself',
      cause,
    });
  }
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
  return (await pinnedTo(endpoint, [{ hash: pin }], timeoutMs)).credentials;
}

/**
 * As `pinnedCredentials`, where the node may show one of several keys; `keyHash` is that of the key it showed. A pin whose
 * time is over is refused in later handshakes of the channel too.
 */
export async function pinnedTo(
  endpoint: string,
  pins: readonly Pin[],
  timeoutMs = 10_000,
  nowMs: () => number = Date.now,
): Promise<{ credentials: ChannelCredentials; keyHash: Uint8Array }> {
  const presented = await presentedCertificate(endpoint, timeoutMs);
  const check = (der: Uint8Array): Error | undefined =>
    isPinned(pins, tlsKeyHash(der), nowMs()) ? undefined : pinMismatch(endpoint, pins, tlsKeyHash(der));
  const refused = check(presented);
  if (refused) throw refused;
  const context = tls.createSecureContext({
    ca: new X509Certificate(presented).toString(),
    minVersion: 'TLSv1.3',
  });
  const credentials = ChannelCredentials.createFromSecureContext(context, {
    checkServerIdentity: (_host, certificate) => check(certificate.raw),
  });
  return { credentials, keyHash: tlsKeyHash(presented) };
}

function presentedCertificate(endpoint: string, timeoutMs: number): Promise<Uint8Array> {
  const { host, port, serverName: servername, relayed } = readEndpoint(endpoint);
  return new Promise((resolve, reject) => {
    const socket = tls.connect({
      host,
      port,
      minVersion: 'TLSv1.3',
      servername,
      ALPNProtocols: ['h2'],
      rejectUnauthorized: false,
    });
    const fail = (cause: unknown): void => {
      socket.destroy();
      const why = relayed === undefined ? messageOf(cause) : whyOf(cause);
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

/** A relay says by TLS alerts of its own why it brings nobody to the node. */
function whyOf(cause: unknown): string {
  const { code } = cause as { code?: unknown };
  if (code === 'ERR_SSL_TLSV1_UNRECOGNIZED_NAME') return 'the node is not connected to its relay now';
  if (code === 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR')
    return 'its relay has no place left, or the node does not answer';
  return messageOf(cause);
}

function pinMismatch(endpoint: string, pins: readonly Pin[], found: Uint8Array): ClientError {
  const hex = (b: Uint8Array): string => Buffer.from(b).toString('hex');
  return new ClientError(
    'TLS_PIN_MISMATCH',
    `whoever answers at ${endpoint} does not hold the node's registered key`,
    {
      next: 'do not send anything there; ask the coordinator for the address again, or cancel the job',
      details: { expected: pins.map(({ hash }) => hex(hash)).join(' or '), presented: hex(found) },
    },
  );
}

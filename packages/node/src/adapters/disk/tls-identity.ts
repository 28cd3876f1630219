import 'reflect-metadata';
import { createHash, webcrypto, X509Certificate } from 'node:crypto';
import { chmod, mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { NodeError } from '../../domain/errors.ts';
import { syncFolder, writeAtomically } from './atomic-file.ts';

const TEN_YEARS_MS = 10 * 365 * 24 * 3600 * 1000;
const FILE = 'tls-identity.pem';
const NEXT = 'tls-identity.next.pem';

export interface TlsIdentity {
  readonly certificatePem: string;
  readonly keyPem: string;
  /** SHA-256 of the certificate's SubjectPublicKeyInfo (DER): what the node registers on chain and clients pin. */
  readonly keyHash: Uint8Array;
}

/**
 * The node's certificate and key, made on first use and kept in one file that only the owner can read. Names in it mean
 * nothing: clients compare the key's hash with the registry, so it never has to be renewed for a new address.
 */
export function ensureTlsIdentity(dataDir: string): Promise<TlsIdentity> {
  return ensure(dataDir, FILE);
}

/** The identity that is to follow, made once and kept beside the present one until the chain names its key. */
export function stageTlsIdentity(dataDir: string): Promise<TlsIdentity> {
  return ensure(dataDir, NEXT);
}

/** Puts the staged identity in the place of the present one. An agent that runs serves the old one until it restarts. */
export async function adoptTlsIdentity(dataDir: string): Promise<void> {
  await rename(join(dataDir, NEXT), join(dataDir, FILE));
  await syncFolder(dataDir);
}

async function ensure(dataDir: string, file: string): Promise<TlsIdentity> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, file);
  const kept = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (kept === null) {
    const made = await makePem();
    await writeAtomically(path, Buffer.from(made), 0o600);
    return parse(made, path);
  }
  await chmod(path, 0o600);
  return parse(kept, path);
}

async function makePem(): Promise<string> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair;
  x509.cryptoProvider.set(webcrypto as unknown as Crypto);
  const now = Date.now();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=cyxwiz-node',
    notBefore: new Date(now - 24 * 3600 * 1000),
    notAfter: new Date(now + TEN_YEARS_MS),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'cyxwiz-node' },
        { type: 'dns', value: 'localhost' },
        // What clients ask a relay for; gRPC in most languages compares it.
        { type: 'dns', value: '*.node.cyxwiz' },
        { type: 'ip', value: '127.0.0.1' },
      ]),
    ],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  return `${x509.PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n${certificate.toString('pem')}\n`;
}

function parse(pem: string, path: string): TlsIdentity {
  const keyPem = /-----BEGIN PRIVATE KEY-----[\s\S]+?-----END PRIVATE KEY-----/.exec(pem)?.[0];
  const certificatePem = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/.exec(pem)?.[0];
  if (keyPem === undefined || certificatePem === undefined) {
    throw new NodeError(
      'CONFIG_INVALID',
      `${path} does not hold a key and a certificate: restore it, or delete it and register the new key on chain`,
      { path },
    );
  }
  const spki = new X509Certificate(certificatePem).publicKey.export({ type: 'spki', format: 'der' });
  return { certificatePem, keyPem, keyHash: new Uint8Array(createHash('sha256').update(spki).digest()) };
}

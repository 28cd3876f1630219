import 'reflect-metadata';
import { webcrypto, X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';

/** Certificate and key of a server that clients know by its name, PEM. */
export interface ServerIdentity {
  readonly certificate: string;
  readonly key: string;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 86_400_000;

/** A self-signed certificate for those hosts, valid for a year. */
export async function createIdentity(
  role: string,
  hosts: readonly string[],
  now: number,
): Promise<ServerIdentity> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const names = hosts.map((host) => ({ type: isIP(host) ? ('ip' as const) : ('dns' as const), value: host }));
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: Buffer.from(webcrypto.getRandomValues(new Uint8Array(15)))
      .toString('hex')
      .replace(/^[89a-f]/, '1'),
    name: `CN=CyxWiz ${role}`,
    notBefore: new Date(now - DAY_MS),
    notAfter: new Date(now + 365 * DAY_MS),
    keys: keys as unknown as x509.X509CertificateCreateSelfSignedParams['keys'],
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.SubjectAlternativeNameExtension(names),
    ],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8.replace(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`;
  return { certificate: certificate.toString('pem'), key };
}

/** The identity kept in `folder` as `ROLE-cert.pem`; a new one when there is none or it ends within 30 days. */
export async function keepIdentity(
  folder: string,
  role: string,
  hosts: readonly string[],
  now: number,
): Promise<ServerIdentity> {
  const [certificatePath, keyPath] = [join(folder, `${role}-cert.pem`), join(folder, `${role}-key.pem`)];
  try {
    const [certificate, key] = await Promise.all([
      readFile(certificatePath, 'utf8'),
      readFile(keyPath, 'utf8'),
    ]);
    if (new X509Certificate(certificate).validToDate.getTime() > now + 30 * DAY_MS)
      return { certificate, key };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const identity = await createIdentity(role, hosts, now);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await replaceFile(keyPath, identity.key);
  await replaceFile(certificatePath, identity.certificate);
  return identity;
}

async function replaceFile(path: string, content: string): Promise<void> {
  await writeFile(`${path}.new`, content, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

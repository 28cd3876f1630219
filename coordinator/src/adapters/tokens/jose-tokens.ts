import { toHex } from '@cyxwiz/protocol';
import type { JWK } from 'jose';
import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  jwtVerify,
  SignJWT,
} from 'jose';
import { fault } from '../../domain/fault.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { KeyStore, StoredKey } from '../../ports/stores.ts';
import type { Clock, Random } from '../../ports/system.ts';
import type { Tokens } from '../../ports/tokens.ts';

const ALGORITHM = 'EdDSA';
/** Marks a node's session, so that a client's token can never pass for one. */
const SESSION_TYPE = 'cyxwiz-node-session+jwt';

export interface TokenDeps {
  readonly keys: KeyStore;
  readonly clock: Clock;
  readonly random: Random;
}

/** `issuer` may be set once the coordinator knows its own URL; until then nothing can be issued. */
export interface LateTokens extends Tokens {
  issuer: string;
}

/** EdDSA tokens by a key that is kept in the database, so that they survive a restart and count on every coordinator. */
export async function lateTokens(deps: TokenDeps): Promise<LateTokens> {
  const { clock } = deps;
  const stored = await deps.keys.signingKey(createKey, clock.now());
  const privateKey = await importJWK(stored.privateJwk as JWK, ALGORITHM);
  const publicKeys = async () => ({ keys: (await deps.keys.all()).map(publicJwk) });

  const sign = async (
    type: string,
    claims: Record<string, unknown>,
    subject: string,
    audience: string,
    seconds: number,
  ) => {
    const issuedAt = Math.floor(clock.now() / 1000);
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: ALGORITHM, kid: stored.kid, typ: type })
      .setIssuer(tokens.issuer)
      .setSubject(subject)
      .setAudience(audience)
      .setJti(toHex(deps.random.bytes(16)))
      .setIssuedAt(issuedAt)
      .setNotBefore(issuedAt)
      .setExpirationTime(issuedAt + seconds)
      .sign(privateKey);
    return { token, expiresAt: (issuedAt + seconds) * 1000 };
  };

  const tokens: LateTokens = {
    issuer: '',
    issueClientToken: ({ node, clientWallet, job, clientKey }) => {
      const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(clientKey).toString('base64url') };
      return sign('JWT', { job, cnf: { jwk } }, clientWallet, node, LIMITS.clientTokenSeconds);
    },
    issueSession: (node) => sign(SESSION_TYPE, {}, node, tokens.issuer, LIMITS.sessionSeconds),
    verifySession: async (token) => {
      if (!token) {
        throw fault(
          'SESSION_MISSING',
          'this call needs `authorization: Bearer <session>`',
          'call Challenge and RegisterNode first',
        );
      }
      try {
        const { payload } = await jwtVerify(token, createLocalJWKSet(await publicKeys()), {
          issuer: tokens.issuer,
          audience: tokens.issuer,
          typ: SESSION_TYPE,
          algorithms: [ALGORITHM],
          requiredClaims: ['exp', 'jti', 'sub'],
          currentDate: new Date(clock.now()),
        });
        return String(payload.sub);
      } catch (cause) {
        throw fault(
          'SESSION_INVALID',
          'the session is expired, was not issued here, or is not a session',
          'call Challenge and RegisterNode for a new session',
          undefined,
          cause,
        );
      }
    },
    jwks: publicKeys,
  };
  return tokens;
}

async function createKey(): Promise<StoredKey> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { crv: 'Ed25519', extractable: true });
  const privateJwk = await exportJWK(privateKey);
  return { kid: await calculateJwkThumbprint(privateJwk), privateJwk: { ...privateJwk } };
}

function publicJwk({ kid, privateJwk }: StoredKey) {
  const { kty, crv, x } = privateJwk as { kty: string; crv: string; x: string };
  return { kty, crv, x, kid, alg: ALGORITHM, use: 'sig' };
}

import { toHex } from '@cyxwiz/protocol';
import { PublicKey } from '@solana/web3.js';
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

/** After so long a coordinator looks again which of its keys its account names. */
const LOOK_AGAIN_MS = 15_000;

export interface TokenDeps {
  readonly keys: KeyStore;
  readonly clock: Clock;
  readonly random: Random;
  /** The coordinator's account on chain, which tokens name as their issuer. */
  readonly account: string;
  /** The keys that the account names, base58; none while it does not exist. */
  readonly registered: () => Promise<readonly string[]>;
  /** Puts a key, base58, into the account. Absent: the operator does that. */
  readonly register?: ((key: string) => Promise<void>) | undefined;
}

/**
 * EdDSA tokens by a key that is kept in the database, so that they survive a restart and count on every coordinator. Clients'
 * tokens are signed with the newest of its keys that stands in the coordinator's account on chain, where nodes look; one more
 * is always kept ready, so that an operator who wants another names it there, and nothing has to be restarted.
 */
export async function joseTokens(deps: TokenDeps): Promise<Tokens> {
  const { clock, account } = deps;
  await deps.keys.signingKey(createKey, clock.now());
  const publicKeys = async () => ({ keys: (await deps.keys.all()).map(publicJwk) });
  let chosen: { readonly key: StoredKey; readonly at: number } | undefined;

  let looking: Promise<StoredKey> | undefined;

  const choose = (): Promise<StoredKey> => {
    if (chosen && clock.now() - chosen.at < LOOK_AGAIN_MS) return Promise.resolve(chosen.key);
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  };
  const look = async (): Promise<StoredKey> => {
    const stored = await deps.keys.all();
    const named = await deps.registered().catch((error: unknown) => {
      // Away for a moment: nodes know what was good before.
      if (chosen) return [keyName(chosen.key)];
      throw error;
    });
    let key = stored.findLast((one) => named.includes(keyName(one)));
    if (key === undefined && deps.register && stored[0]) {
      await deps.register(keyName(stored[0]));
      [key] = stored;
    }
    if (key === undefined) throw unregistered(account, stored);
    if (key === stored.at(-1)) await deps.keys.add(await createKey(), key.kid, clock.now());
    chosen = { key, at: clock.now() };
    return key;
  };

  const sign = async (
    key: StoredKey,
    type: string,
    claims: Record<string, unknown>,
    subject: string,
    audience: string,
    seconds: number,
  ) => {
    const issuedAt = Math.floor(clock.now() / 1000);
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: ALGORITHM, kid: keyName(key), typ: type })
      .setIssuer(account)
      .setSubject(subject)
      .setAudience(audience)
      .setJti(toHex(deps.random.bytes(16)))
      .setIssuedAt(issuedAt)
      .setNotBefore(issuedAt)
      .setExpirationTime(issuedAt + seconds)
      .sign(await importJWK(key.privateJwk as JWK, ALGORITHM));
    return { token, expiresAt: (issuedAt + seconds) * 1000 };
  };

  return {
    issuer: account,
    ready: async () => void (await choose()),
    issueClientToken: async ({ node, clientWallet, job, clientKey }) => {
      const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(clientKey).toString('base64url') };
      return sign(
        await choose(),
        'JWT',
        { job, cnf: { jwk } },
        clientWallet,
        node,
        LIMITS.clientTokenSeconds,
      );
    },
    // Only coordinators on this database look at it, so it needs no chain.
    issueSession: async (node) => {
      const [key] = await deps.keys.all();
      if (key === undefined) throw new Error('the database has lost its signing keys');
      return sign(key, SESSION_TYPE, {}, node, account, LIMITS.sessionSeconds);
    },
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
          issuer: account,
          audience: account,
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
}

/** What the account is told, and the `kid` of tokens: the key itself, base58. */
function keyName({ privateJwk }: StoredKey): string {
  return new PublicKey(Buffer.from((privateJwk as { x: string }).x, 'base64url')).toBase58();
}

function unregistered(account: string, stored: readonly StoredKey[]) {
  const keys = stored.map(keyName);
  return fault(
    'TOKEN_KEY_UNREGISTERED',
    `none of this coordinator's keys stands in its account ${account}: no node would take its tokens`,
    `its operator runs: cyxwiz coordinator register --key ${keys[0]} --keypair AUTHORITY.json, or coordinator keys --add when the account is there`,
    { account, keys },
  );
}

async function createKey(): Promise<StoredKey> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { crv: 'Ed25519', extractable: true });
  const privateJwk = await exportJWK(privateKey);
  return { kid: await calculateJwkThumbprint(privateJwk), privateJwk: { ...privateJwk } };
}

function publicJwk(key: StoredKey) {
  const { kty, crv, x } = key.privateJwk as { kty: string; crv: string; x: string };
  return { kty, crv, x, kid: keyName(key), alg: ALGORITHM, use: 'sig' };
}

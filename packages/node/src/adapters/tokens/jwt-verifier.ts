import { PublicKey } from '@solana/web3.js';
import { errors, importJWK, type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';
import { messageOf, NodeError } from '../../domain/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { TokenClaims, TokenVerifier } from '../../ports/token-verifier.ts';
import type { CoordinatorKeys } from './coordinator-keys.ts';

const LONGEST_TOKEN = 4096;
const TOLERANCE_SECONDS = 5;
/** Spent ids are kept until the token expires, so nobody may issue one for a year. */
const LONGEST_LIFE_SECONDS = 600;
const KEY = /^[1-9A-HJ-NP-Za-km-z]{32,44}$/;

const claimsSchema = z.looseObject({
  jti: z.string().min(1).max(128),
  job: z.string().min(1),
  sub: z.string().min(1),
  exp: z.number(),
});
const confirmationSchema = z.looseObject({
  jwk: z.looseObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() }),
});

/** Checks coordinators' tokens by the keys that the chain names. The issuer is the coordinator's account. */
export class JwtVerifier implements TokenVerifier {
  readonly #node: string;
  readonly #clock: Clock;
  readonly #keys: CoordinatorKeys;

  constructor(node: string, clock: Clock, keys: CoordinatorKeys) {
    this.#node = node;
    this.#clock = clock;
    this.#keys = keys;
  }

  get issuer(): string {
    return this.#keys.account;
  }

  refresh(): Promise<void> {
    return this.#keys.refresh();
  }

  async verify(token: string): Promise<TokenClaims> {
    if (token.length > LONGEST_TOKEN || !/^[\w-]+\.[\w-]+\.[\w-]*$/.test(token)) {
      throw new NodeError('TOKEN_MALFORMED', 'this is not a JWT in compact form');
    }
    const payload = await this.#payload(token);
    const claims = claimsSchema.safeParse(payload);
    if (!claims.success) {
      const names = claims.error.issues.map((issue) => issue.path.join('.')).join(', ');
      throw new NodeError('TOKEN_CLAIMS', `the token lacks or garbles: ${names}`);
    }
    const { jti, job, sub, exp } = claims.data;
    if (exp * 1000 - this.#clock.nowMs() > 1000 * (LONGEST_LIFE_SECONDS + TOLERANCE_SECONDS)) {
      throw new NodeError('TOKEN_CLAIMS', `the token is valid for more than ${LONGEST_LIFE_SECONDS} seconds`);
    }
    const confirmation = confirmationSchema.safeParse(payload.cnf);
    const key = confirmation.success ? Buffer.from(confirmation.data.jwk.x, 'base64url') : null;
    if (key === null || key.length !== 32) {
      throw new NodeError('TOKEN_KEY_MISSING', 'the token names no ed25519 key of the client (cnf.jwk)');
    }
    const expiresAtMs = 1000 * (exp + TOLERANCE_SECONDS);
    return { id: jti, job, clientWallet: sub, clientKey: new Uint8Array(key), expiresAtMs };
  }

  async #payload(token: string): Promise<JWTPayload> {
    const { issuer } = this;
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => this.#key(kid), {
        algorithms: ['EdDSA'],
        issuer,
        audience: this.#node,
        clockTolerance: TOLERANCE_SECONDS,
        currentDate: new Date(this.#clock.nowMs()),
        requiredClaims: ['exp'],
      });
      return payload;
    } catch (error) {
      throw error instanceof NodeError ? error : refusal(error, this.#node, issuer);
    }
  }

  /** `kid` is the key itself, base58. */
  async #key(kid: string | undefined): Promise<Awaited<ReturnType<typeof importJWK>>> {
    if (typeof kid !== 'string' || !KEY.test(kid) || !(await this.#keys.has(kid)))
      throw new errors.JWKSNoMatchingKey();
    const x = Buffer.from(new PublicKey(kid).toBytes()).toString('base64url');
    return importJWK({ kty: 'OKP', crv: 'Ed25519', x }, 'EdDSA');
  }
}

function refusal(error: unknown, node: string, issuer: string): NodeError {
  if (error instanceof errors.JWTExpired) {
    return new NodeError(
      'TOKEN_EXPIRED',
      'the token has expired: ask the coordinator for a new one',
      {},
      error,
    );
  }
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported) {
    return new NodeError(
      'TOKEN_ALGORITHM',
      'tokens are signed with EdDSA; this one names another algorithm',
      {},
      error,
    );
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'aud')
      return new NodeError('TOKEN_AUDIENCE', `the token is not for this node (${node})`, { node });
    if (error.claim === 'iss')
      return new NodeError('TOKEN_ISSUER', `the token does not come from the coordinator ${issuer}`, {
        issuer,
      });
    return new NodeError('TOKEN_CLAIMS', `the token's claim ${error.claim} is missing or wrong`, {}, error);
  }
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey) {
    return new NodeError(
      'TOKEN_SIGNATURE',
      "the token is not signed with one of the keys in the coordinator's account",
      {},
      error,
    );
  }
  return new NodeError('TOKEN_MALFORMED', `the token is unreadable: ${messageOf(error)}`, {}, error);
}

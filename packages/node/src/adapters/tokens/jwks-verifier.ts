import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';
import { messageOf, NodeError } from '../../domain/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { TokenClaims, TokenVerifier } from '../../ports/token-verifier.ts';
import { writeAtomically } from '../disk/atomic-file.ts';

const LONGEST_TOKEN = 4096;
const TOLERANCE_SECONDS = 5;
/** Spent ids are kept until the token expires, so nobody may issue one for a year. */
const LONGEST_LIFE_SECONDS = 600;

const keySetSchema = z.object({
  keys: z.array(z.looseObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() })).min(1),
});
const trustSchema = z.strictObject({ issuer: z.string().min(1), jwks: keySetSchema });
const claimsSchema = z.looseObject({
  jti: z.string().min(1).max(128),
  job: z.string().min(1),
  sub: z.string().min(1),
  exp: z.number(),
});
const confirmationSchema = z.looseObject({
  jwk: z.looseObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() }),
});

type Trust = z.infer<typeof trustSchema>;

/** Checks coordinators' tokens. The keys are kept on disk: a restart does not need the coordinator. */
export class JwksVerifier implements TokenVerifier {
  readonly #node: string;
  readonly #clock: Clock;
  readonly #path: string;
  #trust: Trust | null = null;

  private constructor(node: string, clock: Clock, path: string) {
    this.#node = node;
    this.#clock = clock;
    this.#path = path;
  }

  static async open(dataDir: string, node: string, clock: Clock): Promise<JwksVerifier> {
    const verifier = new JwksVerifier(node, clock, join(dataDir, 'coordinator-keys.json'));
    const text = await readFile(verifier.#path, 'utf8').catch(() => null);
    const kept = text === null ? null : trustSchema.safeParse(parseJson(text));
    verifier.#trust = kept?.success === true ? kept.data : null;
    return verifier;
  }

  async trust(issuer: string, jwksJson: string): Promise<void> {
    const parsed = trustSchema.safeParse({ issuer, jwks: parseJson(jwksJson) });
    if (!parsed.success) {
      throw new NodeError(
        'KEYS_UNAVAILABLE',
        `the coordinator's key set is unreadable: ${messageOf(parsed.error)}`,
      );
    }
    this.#trust = parsed.data;
    await writeAtomically(this.#path, Buffer.from(JSON.stringify(parsed.data)));
  }

  async verify(token: string): Promise<TokenClaims> {
    if (token.length > LONGEST_TOKEN || !/^[\w-]+\.[\w-]+\.[\w-]*$/.test(token)) {
      throw new NodeError('TOKEN_MALFORMED', 'this is not a JWT in compact form');
    }
    if (this.#trust === null) {
      throw new NodeError(
        'KEYS_UNAVAILABLE',
        'this node has not met its coordinator yet: try again in a moment',
      );
    }
    const payload = await this.#payload(token, this.#trust);
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

  async #payload(token: string, { issuer, jwks }: Trust): Promise<JWTPayload> {
    try {
      const keys = createLocalJWKSet(jwks as JSONWebKeySet);
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ['EdDSA'],
        issuer,
        audience: this.#node,
        clockTolerance: TOLERANCE_SECONDS,
        currentDate: new Date(this.#clock.nowMs()),
        requiredClaims: ['exp'],
      });
      return payload;
    } catch (error) {
      throw refusal(error, this.#node, issuer);
    }
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
      return new NodeError('TOKEN_ISSUER', `the token does not come from ${issuer}`, { issuer });
    return new NodeError('TOKEN_CLAIMS', `the token's claim ${error.claim} is missing or wrong`, {}, error);
  }
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey) {
    return new NodeError(
      'TOKEN_SIGNATURE',
      "the token is not signed with one of the coordinator's keys",
      {},
      error,
    );
  }
  return new NodeError('TOKEN_MALFORMED', `the token is unreadable: ${messageOf(error)}`, {}, error);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

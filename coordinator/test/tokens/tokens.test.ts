import { PublicKey } from '@solana/web3.js';
import { expect } from 'chai';
import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  generateKeyPair,
  type JWK,
  jwtVerify,
  SignJWT,
} from 'jose';
import { openDatabase } from '../../src/adapters/database/open-database.ts';
import { systemRandom } from '../../src/adapters/system/system.ts';
import { joseTokens } from '../../src/adapters/tokens/jose-tokens.ts';
import type { Tokens } from '../../src/ports/tokens.ts';
import { freshPostgres, type TestDatabase } from '../support/databases.ts';
import { expectFault } from '../support/expect-fault.ts';
import { address } from '../support/fake-chain.ts';
import { FakeClock } from '../support/harness.ts';

const ISSUER = address();

const keysOf = async (tokens: Tokens) => (await tokens.jwks()).keys.map((key) => String(key['kid']));

describe('tokens', function () {
  this.timeout(30_000);
  let server: TestDatabase;
  const clock = new FakeClock();
  const grant = {
    node: address(),
    clientWallet: address(),
    job: address(),
    clientKey: new Uint8Array(32).fill(5),
  };

  /** Keys in the coordinator's account. */
  let named: string[] = [];

  async function coordinator() {
    const database = await openDatabase(server.config);
    const registry = { account: ISSUER, registered: async () => named };
    const tokens = await joseTokens({ keys: database.keys, clock, random: systemRandom, ...registry });
    return { database, tokens };
  }
  let c: Awaited<ReturnType<typeof coordinator>>;
  before(async () => {
    server = await freshPostgres();
    c = await coordinator();
    named = await keysOf(c.tokens);
  });
  after(async () => {
    await c.database.close();
    await server.drop();
  });
  const keySet = async () => createLocalJWKSet((await c.tokens.jwks()) as { keys: JWK[] });
  const verify = async (token: string, now = clock.now()) =>
    jwtVerify(token, await keySet(), {
      issuer: ISSUER,
      audience: grant.node,
      algorithms: ['EdDSA'],
      currentDate: new Date(now),
    });
  const rejects = async (work: Promise<unknown>, code: string) => {
    const error = (await work.then(
      () => undefined,
      (e: unknown) => e,
    )) as { code?: string } | undefined;
    expect(error?.code).to.equal(code);
  };

  it('says who may connect where, for which job and with which key', async () => {
    const { token, expiresAt } = await c.tokens.issueClientToken(grant);
    const { payload, protectedHeader } = await verify(token);
    expect(protectedHeader).to.include({ alg: 'EdDSA', typ: 'JWT' });
    expect(payload).to.include({ iss: ISSUER, aud: grant.node, sub: grant.clientWallet, job: grant.job });
    expect(payload['cnf']).to.deep.equal({
      jwk: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(grant.clientKey).toString('base64url') },
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).to.equal(300);
    expect(expiresAt).to.equal((payload.exp ?? 0) * 1000);
  });

  it('is good for five minutes and not for one second more', async () => {
    const { token, expiresAt } = await c.tokens.issueClientToken(grant);
    await verify(token, expiresAt - 1_000);
    await rejects(verify(token, expiresAt), 'ERR_JWT_EXPIRED');
  });

  it('never has the same id twice', async () => {
    const tokens = await Promise.all(Array.from({ length: 200 }, () => c.tokens.issueClientToken(grant)));
    const ids = new Set(tokens.map(({ token }) => decodeJwt(token).jti));
    expect(ids.size).to.equal(200);
    expect([...ids].every((id) => /^[0-9a-f]{32}$/.test(String(id)))).to.equal(true);
  });

  it('does not verify when any part was touched', async () => {
    const { token } = await c.tokens.issueClientToken(grant);
    for (const part of [0, 1, 2]) {
      const parts = token.split('.');
      const raw = Buffer.from(parts[part] ?? '', 'base64url');
      raw[Math.floor(raw.length / 2)] = (raw[Math.floor(raw.length / 2)] ?? 0) ^ 1;
      parts[part] = raw.toString('base64url');
      const error = await verify(parts.join('.')).then(
        () => undefined,
        (e: unknown) => e,
      );
      expect(error, `part ${part}`).to.be.instanceOf(Error);
    }
  });

  it('is for its node only', async () => {
    const { token } = await c.tokens.issueClientToken({ ...grant, node: address() });
    await rejects(verify(token), 'ERR_JWT_CLAIM_VALIDATION_FAILED');
  });

  it('names a key that is published without its secret, as its account on chain does', async () => {
    const { token } = await c.tokens.issueClientToken(grant);
    const { keys } = await c.tokens.jwks();
    for (const key of keys) {
      expect(key).to.have.all.keys('kty', 'crv', 'x', 'kid', 'alg', 'use');
      const x = Buffer.from(new PublicKey(String(key['kid'])).toBytes()).toString('base64url');
      expect(key['x']).to.equal(x);
    }
    expect(decodeProtectedHeader(token).kid).to.equal(named[0]);
  });

  it('is signed by the next key, which is always ready, once the account names it', async () => {
    await c.tokens.ready();
    const [old = '', next = '', ...more] = await keysOf(c.tokens);
    expect([old, more]).to.deep.equal([named[0], []]);
    named = [old, next];
    clock.advance(15_000);
    const { token } = await c.tokens.issueClientToken(grant);
    expect(decodeProtectedHeader(token).kid).to.equal(next);
    await verify(token);
    expect(await keysOf(c.tokens)).to.have.length(3);
    // The old one is taken out when its last token has expired.
    named = [next];
    clock.advance(300_000);
    expect(decodeProtectedHeader((await c.tokens.issueClientToken(grant)).token).kid).to.equal(next);
  });

  it('is not issued while no node would take it', async () => {
    const before = named;
    named = [address()];
    clock.advance(15_000);
    const refused = await expectFault(c.tokens.issueClientToken(grant), 'TOKEN_KEY_UNREGISTERED');
    expect(refused.failure.hint).to.contain('cyxwiz coordinator');
    await expectFault(c.tokens.ready(), 'TOKEN_KEY_UNREGISTERED');
    // Nodes have sessions all the same.
    expect(await c.tokens.verifySession((await c.tokens.issueSession(grant.node)).token)).to.equal(
      grant.node,
    );
    named = before;
    await c.tokens.ready();
  });

  it('goes on while the chain is away, with the key that was good before', async () => {
    const registered = async () => {
      if (away) throw new Error('connection refused');
      return named;
    };
    let away = false;
    const registry = { account: ISSUER, registered };
    const tokens = await joseTokens({ keys: c.database.keys, clock, random: systemRandom, ...registry });
    await tokens.ready();
    away = true;
    clock.advance(15_000);
    await verify((await tokens.issueClientToken(grant)).token);
  });

  it('is signed with a key that the coordinator registers by itself where it may', async () => {
    const account: string[] = [];
    const register = async (key: string) => void account.push(key);
    const registry = { account: ISSUER, registered: async () => account, register };
    const tokens = await joseTokens({ keys: c.database.keys, clock, random: systemRandom, ...registry });
    await Promise.all([tokens.ready(), tokens.ready(), tokens.issueClientToken(grant)]);
    expect(account).to.deep.equal((await keysOf(tokens)).slice(0, 1));
  });

  it('is signed by one key, whichever coordinator on that database starts first, and after a restart', async () => {
    const others = await Promise.all(Array.from({ length: 4 }, coordinator));
    for (const other of others) {
      await verify((await other.tokens.issueClientToken(grant)).token);
      expect(await other.tokens.jwks()).to.deep.equal(await c.tokens.jwks());
      await other.database.close();
    }
  });

  describe('sessions', () => {
    it('name their node and end after an hour', async () => {
      const { token } = await c.tokens.issueSession(grant.node);
      expect(await c.tokens.verifySession(token)).to.equal(grant.node);
      const start = clock.now();
      clock.advance(3_599_000);
      expect(await c.tokens.verifySession(token)).to.equal(grant.node);
      clock.advance(1_000);
      await expectFault(c.tokens.verifySession(token), 'SESSION_INVALID');
      clock.time = start;
    });

    it("are not client's tokens, nor the other way round", async () => {
      await expectFault(
        c.tokens.verifySession((await c.tokens.issueClientToken(grant)).token),
        'SESSION_INVALID',
      );
      await rejects(
        verify((await c.tokens.issueSession(grant.node)).token),
        'ERR_JWT_CLAIM_VALIDATION_FAILED',
      );
    });

    it('of a stranger, without a signature, or of no form are refused', async () => {
      const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
      const { token } = await c.tokens.issueSession(grant.node);
      const header = {
        alg: 'EdDSA',
        kid: String(decodeProtectedHeader(token).kid),
        typ: 'cyxwiz-node-session+jwt',
      };
      const forged = await new SignJWT({ ...decodeJwt(token) }).setProtectedHeader(header).sign(privateKey);
      const none = `${Buffer.from('{"alg":"none","typ":"cyxwiz-node-session+jwt"}').toString('base64url')}.${token.split('.')[1]}.`;
      for (const bad of [forged, none, 'x', 'a.b.c'])
        await expectFault(c.tokens.verifySession(bad), 'SESSION_INVALID');
      await expectFault(c.tokens.verifySession(undefined), 'SESSION_MISSING');
      await expectFault(c.tokens.verifySession(''), 'SESSION_MISSING');
    });
  });
});

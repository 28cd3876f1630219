import { nodeAddress, signEd25519 } from '@cyxwiz/protocol';
import { type SignInRequest, signInText } from '@cyxwiz/protocol/sign-in';
import { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import { TOKEN } from '../support/fake-chain.ts';
import { join, submission } from '../support/harness.ts';
import { PAGE, type Surfaces, surfaces } from '../support/surfaces.ts';

const HOUR = 3_600_000;
const own = { origin: PAGE };

describe('signing in on the page', () => {
  let s: Surfaces;
  const wallet = Keypair.generate();
  const address = wallet.publicKey.toBase58();

  before(async () => {
    s = await surfaces({ plain: true });
  });
  after(() => s.close());

  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

  async function ask(): Promise<SignInRequest> {
    const { status, body } = await s.call('POST', '/v1/session/request', { wallet: address }, own);
    expect(status).to.equal(200);
    return body as unknown as SignInRequest;
  }

  const answer = (request: SignInRequest, signer = wallet, as = address) => {
    const message = new TextEncoder().encode(signInText(request));
    const signature = base64(signEd25519(signer.secretKey, message));
    return s.call('POST', '/v1/session', { wallet: as, message: base64(message), signature }, own);
  };

  /** The cookie of a new session, as a browser would send it. */
  async function signedIn(): Promise<string> {
    const { status, headers } = await answer(await ask());
    expect(status).to.equal(200);
    return (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  }

  it('gives a cookie that no script reads and no other site sends, until it is given back', async () => {
    const request = await ask();
    expect(request).to.include({ domain: 'coordinator.test', uri: PAGE, address });
    const { headers, body } = await answer(request);
    expect(headers.get('set-cookie')).to.match(
      /^cyxwiz_session=[0-9a-f]{64}; Path=\/; Max-Age=28800; HttpOnly; SameSite=Strict$/,
    );
    expect(headers.get('cache-control')).to.equal('no-store');
    expect(body['wallet']).to.equal(address);
    const cookie = (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const who = () => s.call('GET', '/v1/session', undefined, { cookie });
    expect((await who()).body['wallet']).to.equal(address);
    expect((await s.call('DELETE', '/v1/session', undefined, { cookie, ...own })).status).to.equal(200);
    expect((await who()).body).to.deep.equal({});
  });

  it('ends by itself', async () => {
    const cookie = await signedIn();
    s.h.clock.advance(8 * HOUR + 1);
    expect((await s.call('GET', '/v1/session', undefined, { cookie })).body).to.deep.equal({});
  });

  it('refuses what was used, is too old, or was never asked for', async () => {
    const request = await ask();
    expect((await answer(request)).status).to.equal(200);
    expect((await answer(request)).body['code']).to.equal('SIGN_IN_UNKNOWN');
    const late = await ask();
    s.h.clock.advance(5 * 60_000 + 1);
    expect((await answer(late)).body['code']).to.equal('SIGN_IN_UNKNOWN');
    const made = { ...(await ask()), nonce: 'ab'.repeat(16) };
    expect(await answer(made)).to.deep.include({ status: 401 });
    expect((await answer(made)).body['code']).to.equal('SIGN_IN_UNKNOWN');
  });

  for (const [what, change] of [
    ['another domain', { domain: 'evil.example' }],
    ['another address of the page', { uri: 'https://evil.example' }],
    ['a longer life', { expirationTime: '2099-01-01T00:00:00.000Z' }],
    ['another statement', { statement: 'Pay' }],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const { body, headers } = await answer({ ...(await ask()), ...change });
      expect(body['code']).to.equal('SIGN_IN_MISMATCH');
      expect(headers.get('set-cookie')).to.equal(null);
    });
  }

  it('refuses another key, and another wallet than was asked', async () => {
    const stranger = Keypair.generate();
    expect((await answer(await ask(), stranger)).body['code']).to.equal('WALLET_SIGNATURE_INVALID');
    const { body } = await answer(await ask(), stranger, stranger.publicKey.toBase58());
    expect(body['code']).to.equal('SIGN_IN_MISMATCH');
  });

  it('takes nothing from other pages, with a session or without', async () => {
    const cookie = await signedIn();
    const evil = { cookie, origin: 'https://evil.example' };
    const refused = async (method: string, path: string, headers: Record<string, string>, body?: unknown) => {
      const reply = await s.call(method, path, body, headers);
      expect([reply.status, reply.body['code']], `${method} ${path}`).to.deep.equal([403, 'NOT_THIS_PAGE']);
    };
    await refused('DELETE', '/v1/session', evil);
    await refused('DELETE', '/v1/session', { cookie });
    await refused('DELETE', '/v1/session', { cookie, ...own, 'sec-fetch-site': 'same-site' });
    await refused('POST', '/v1/session/request', evil, { wallet: address });
    await refused('POST', '/v1/price', evil, {});
    await refused('GET', `/v1/owners/${address}/refusals`, evil);
    await refused('GET', `/v1/owners/${address}/refusals`, { cookie, 'sec-fetch-site': 'cross-site' });
    expect((await s.call('GET', '/v1/session', undefined, { cookie })).body['wallet']).to.equal(address);
  });

  it('shows an order to its client, and to nobody else', async () => {
    await join(s.h, { stake: 5000n * TOKEN }, { slots: 2 });
    await join(s.h, { address: nodeAddress(address), owner: address, stake: 0n });
    const mine = await s.h.cases.submitJob(submission({ clientWallet: address }));
    const other = await s.h.cases.submitJob(submission());
    const order = (cookie?: string, job = mine.job) =>
      s.call('GET', `/v1/jobs/${job}/order`, undefined, cookie === undefined ? {} : { cookie });
    expect((await order()).body['code']).to.equal('NOT_SIGNED_IN');
    const cookie = await signedIn();
    const { status, body } = await order(cookie);
    expect(status).to.equal(200);
    expect(body).to.include({ job: mine.job, node: mine.node });
    expect(body).not.to.have.any.keys('salt', 'clientKey');
    expect((await order(cookie, Keypair.generate().publicKey.toBase58())).body['code']).to.equal(
      'JOB_UNKNOWN',
    );
    expect((await order(cookie, other.job)).body['code']).to.equal('NOT_YOUR_JOB');
  });

  it('tells an owner alone why the node was not chosen', async () => {
    const cookie = await signedIn();
    const stranger = Keypair.generate().publicKey.toBase58();
    const { status, body } = await s.call('GET', `/v1/owners/${stranger}/refusals`, undefined, { cookie });
    expect([status, body['code']]).to.deep.equal([403, 'NOT_YOUR_WALLET']);
    const told = await s.call('GET', `/v1/owners/${address}/refusals`, undefined, { cookie });
    const refusals = told.body['refusals'] as Record<string, unknown>[];
    expect(refusals).to.have.length(2);
    // Whose jobs they were is not told.
    expect(refusals[0]).to.have.all.keys('at', 'code', 'reason');
    expect(refusals[0]?.['reason']).to.match(/stake/);
  });

  it('limits how often one address may try', async () => {
    const small = await surfaces({ plain: true, requestsPerMinute: 80 });
    const codes: unknown[] = [];
    for (let i = 0; i < 4; i++) {
      codes.push((await small.call('POST', '/v1/session/request', { wallet: address }, own)).body['code']);
    }
    expect(codes).to.deep.equal([undefined, undefined, 'RATE_LIMITED', 'RATE_LIMITED']);
    await small.close();
  });
});

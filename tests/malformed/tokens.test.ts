import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { expect } from 'chai';
import type { JobFixture } from '../../packages/node/test/support/job-fixture.ts';
import { refusal, type TestClient } from '../../packages/node/test/support/test-client.ts';
import { TestNode } from '../../packages/node/test/support/test-node.ts';
import { generator } from '../step/random-steps.ts';
import { mutate } from './mutate.ts';

const MUTATED = 600;
/** What a client is told of its token; INTERNAL or UNKNOWN would be an error that nobody expected. */
const CODED = /^(TOKEN_[A-Z]+(_[A-Z]+)*|CLIENT_SIGNATURE)$/;

type Json = Record<string, unknown>;
const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const parse = (part: string | undefined) =>
  JSON.parse(Buffer.from(part ?? '', 'base64url').toString()) as Json;

describe('tokens that were made or changed by somebody', function () {
  this.timeout(120_000);
  let node: TestNode;
  let job: JobFixture;
  let client: TestClient;
  let good: string;
  let header: Json;
  let claims: Json;

  before(async () => {
    node = await TestNode.create();
    await node.start();
    job = node.assign();
    client = node.client();
    good = await node.token(job);
    [header, claims] = good.split('.').slice(0, 2).map(parse) as [Json, Json];
  });
  after(() => node.remove());

  /** With the coordinator's own signature: what is wrong is wrong behind it. */
  function signed(changed: unknown, payload: unknown = claims): string {
    const text = `${encode(changed)}.${encode(payload)}`;
    return `${text}.${sign(null, Buffer.from(text), node.coordinator.keys.privateKey).toString('base64url')}`;
  }
  const refused = async (token: string) => (await refusal(client.connect(job, token))) as { reason: string };
  const claiming = (changes: Json) => signed(header, { ...claims, jti: `t-${Math.random()}`, ...changes });

  it('are the coordinator’s when nothing is changed: what fails below fails for its change', async () => {
    await client.connect(job, claiming({}));
  });

  it('are refused for every other algorithm, however it is written and whatever signs', async () => {
    for (const alg of [
      'none',
      'None',
      'nOnE',
      'NONE',
      'HS256',
      'ES256',
      'RS256',
      'PS512',
      'eddsa',
      'EdDSA ',
    ]) {
      const wrong = { ...header, alg };
      expect(await refused(signed(wrong)), alg).to.include({ reason: 'TOKEN_ALGORITHM' });
      expect((await refused(`${encode(wrong)}.${encode(claims)}.`)).reason, alg).to.match(CODED);
    }
    for (const alg of ['', null, 7, ['EdDSA'], { alg: 'EdDSA' }, undefined])
      expect((await refused(signed({ ...header, alg }))).reason, String(alg)).to.match(CODED);
  });

  it('are refused when the coordinator’s public key is the secret of a hash', async () => {
    const spki = node.coordinator.keys.publicKey.export({ format: 'der', type: 'spki' });
    const pem = node.coordinator.keys.publicKey.export({ format: 'pem', type: 'spki' });
    for (const secret of [spki, spki.subarray(-32), pem]) {
      const text = `${encode({ ...header, alg: 'HS256' })}.${encode(claims)}`;
      const mac = createHmac('sha256', secret).update(text).digest('base64url');
      expect(await refused(`${text}.${mac}`)).to.include({ reason: 'TOKEN_ALGORITHM' });
    }
  });

  it('are refused when they bring their own key, name it elsewhere, or name none of ours', async () => {
    const own = generateKeyPairSync('ed25519');
    const jwk = own.publicKey.export({ format: 'jwk' });
    const tricks: Json[] = [
      { jwk },
      { jku: 'http://127.0.0.1:1/keys.json' },
      { x5u: 'http://127.0.0.1:1/chain.pem' },
      { x5c: ['AAAA'] },
      { jwk, kid: undefined },
      { kid: '../../../../etc/passwd' },
      { kid: "' OR 1=1 --" },
      { kid: ['k1'] },
      { kid: { toString: 'k1' } },
      { kid: '' },
    ];
    for (const trick of tricks) {
      const text = `${encode({ ...header, ...trick })}.${encode(claims)}`;
      const token = `${text}.${sign(null, Buffer.from(text), own.privateKey).toString('base64url')}`;
      expect(await refused(token), JSON.stringify(trick)).to.include({ reason: 'TOKEN_SIGNATURE' });
    }
  });

  it('are refused for extensions that nobody here understands', async () => {
    for (const trick of [
      { crit: ['exp'] },
      { crit: ['x'], x: 1 },
      { crit: [] },
      { crit: 'b64' },
      { b64: false, crit: ['b64'] },
    ])
      expect((await refused(signed({ ...header, ...trick }))).reason, JSON.stringify(trick)).to.match(CODED);
  });

  it('are refused when a part is no object, or no text', async () => {
    for (const odd of ['', 'null', '[]', '"text"', '7', 'true', '{', '{"a":1}{}', '\ufeff{}', '[[[[[[[[']) {
      expect((await refused(signed(odd))).reason, `header ${odd}`).to.match(CODED);
      expect((await refused(signed(header, odd))).reason, `claims ${odd}`).to.match(CODED);
    }
    const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x80]).toString('base64url');
    for (const token of [`${bytes}.${bytes}.${bytes}`, `${encode(header)}.${bytes}.AAAA`])
      expect((await refused(token)).reason).to.match(CODED);
  });

  it('are refused when they are no base64url, or too long', async () => {
    const [first = '', second = '', third = ''] = good.split('.');
    const odd = [
      ...[
        `${first}=.${second}.${third}`,
        `${first}.${second}.${third}==`,
        ` ${good}`,
        `${good} `,
        `${good}\n`,
      ],
      ...[`${good}.`, `.${good}`, `${first}.${second}`, '..', '.', `${good}.x`, good.replaceAll('.', '‥')],
      ...[`${first}.${second}.+/+/`, `\0${good}`, `${good}\u0000`, 'é'.repeat(20), `${'a.'.repeat(2_000)}a`],
      ...['a'.repeat(4_097), `${first}.${'A'.repeat(100_000)}.${third}`],
    ];
    for (const token of odd) {
      expect(await refused(token), token.slice(0, 40)).to.include({ reason: 'TOKEN_MALFORMED' });
    }
    expect(await refused(claiming({ padding: 'x'.repeat(5_000) }))).to.include({ reason: 'TOKEN_MALFORMED' });
  });

  it('are refused for times that are past, far ahead, or no times', async () => {
    const now = Math.floor(Date.now() / 1000);
    const cases: [Json, RegExp][] = [
      [{ exp: now - 60 }, /^TOKEN_EXPIRED$/],
      [{ exp: 0 }, /^TOKEN_EXPIRED$/],
      [{ exp: -1 }, /^TOKEN_(EXPIRED|CLAIMS)$/],
      ...[undefined, null, '9999999999', now + 86_400, 2 ** 53, 1e300, [now + 60], {}].map(
        (exp): [Json, RegExp] => [{ exp }, /^TOKEN_CLAIMS$/],
      ),
      [{ nbf: now + 3_600 }, /^TOKEN_CLAIMS$/],
      [{ nbf: 'now' }, /^TOKEN_CLAIMS$/],
    ];
    for (const [changes, reason] of cases)
      expect((await refused(claiming(changes))).reason, JSON.stringify(changes)).to.match(reason);
    const endless = JSON.stringify({ ...claims, jti: 'endless', exp: 0 }).replace('"exp":0', '"exp":1e999');
    expect((await refused(signed(header, endless))).reason).to.equal('TOKEN_CLAIMS');
  });

  it('are refused for claims of another shape', async () => {
    const cases: Json[] = [
      ...[undefined, null, 7, '', [], {}].flatMap((odd) => [
        { jti: odd },
        { job: odd },
        { sub: odd },
        { iss: odd },
      ]),
      ...[undefined, null, 7, '', [], {}, ['somebody else']].map((aud) => ({ aud })),
      { jti: 'x'.repeat(129) },
      ...[undefined, null, [], 'jwk', {}, { jwk: null }, { jwk: [] }, { jwk: { kty: 'OKP' } }].map((cnf) => ({
        cnf,
      })),
      ...['', 'AAAA', '*'.repeat(43), 'A'.repeat(86), 7, null, ['A'.repeat(43)]].map((x) => ({
        cnf: { jwk: { kty: 'OKP', crv: 'Ed25519', x } },
      })),
      { cnf: { jwk: { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) } } },
    ];
    for (const changes of cases)
      expect((await refused(claiming(changes))).reason, JSON.stringify(changes)).to.match(CODED);
  });

  it('are read once where a claim stands twice, by all checks alike', async () => {
    const twice = (name: string, first: unknown) => {
      const text = JSON.stringify({ ...claims, jti: `twice-${name}` });
      return signed(header, text.replace('{', `{${JSON.stringify(name)}:${JSON.stringify(first)},`));
    };
    // The last one counts, and it is the good one; the other way round it is refused.
    await client.connect(job, twice('job', 'another'));
    const text = JSON.stringify({ ...claims, jti: 'late' }).replace(/}$/, ',"job":"another"}');
    expect(await refused(signed(header, text))).to.include({ reason: 'TOKEN_JOB' });
    const polluting = JSON.stringify({ jti: 'p' }).replace('{', `{"__proto__":${JSON.stringify(claims)},`);
    expect((await refused(signed(header, polluting))).reason).to.match(CODED);
    expect(({} as Json).job).to.equal(undefined);
  });

  it(`are refused, ${MUTATED} times over, when anything in them is changed`, async () => {
    const meaning = (token: string) =>
      token.split('.').map((part) => Buffer.from(part, 'base64url').toString('hex'));
    const reasons = new Set<string>();
    for (let seed = 1; seed <= MUTATED; seed += 1) {
      const token = mutate(Buffer.from(good), generator(seed)).toString();
      // Some letters carry bits that mean nothing: that is the same token, and it can be spent once.
      if (String(meaning(token)) === String(meaning(good))) continue;
      const { reason } = await refused(token);
      expect(reason, token).to.match(CODED);
      reasons.add(reason);
    }
    expect([...reasons]).to.include.members(['TOKEN_MALFORMED', 'TOKEN_SIGNATURE']);
    await client.connect(job, good);
  });
});

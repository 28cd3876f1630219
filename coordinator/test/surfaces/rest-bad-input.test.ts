import { expect } from 'chai';
import { address, PARAMS, signature } from '../support/fake-chain.ts';
import { jobSpec, join } from '../support/harness.ts';
import { type Surfaces, surfaces } from '../support/surfaces.ts';

/** A request that is good in every part; each case spoils one. */
const GOOD = () => ({
  clientWallet: address(),
  clientKey: '33'.repeat(32),
  spec: jobSpec() as unknown as Record<string, unknown>,
  resources: { cpuCores: 2, memoryMib: 1024 } as Record<string, unknown>,
  priority: 'normal',
  mint: PARAMS.cyxwizMint,
  clientNonceHash: '09'.repeat(32),
});
type Body = Record<string, unknown> & ReturnType<typeof GOOD>;

describe('REST: bad input', function () {
  this.timeout(30_000);
  let s: Surfaces;
  before(async () => {
    s = await surfaces();
    await join(s.h, {}, { slots: 64 });
  });
  after(() => s.close());

  const spoil = (change: (body: Body) => unknown) => () => {
    const body = GOOD() as Body;
    return change(body) ?? body;
  };
  const without = (field: string) => spoil((b) => void delete b[field]);
  const set = (field: string, value: unknown) => spoil((b) => void Object.assign(b, { [field]: value }));
  const spec = (changes: Record<string, unknown>) => spoil((b) => void Object.assign(b.spec, changes));
  const resources = (changes: Record<string, unknown>) =>
    spoil((b) => void Object.assign(b.resources, changes));

  const cases: [string, () => unknown, number, string, RegExp][] = [
    ['nothing', () => '', 400, 'INVALID_ARGUMENT', /body/i],
    ['not JSON', () => '{"a":', 400, 'INVALID_ARGUMENT', /body: .*JSON/],
    ['an array', () => [], 400, 'INVALID_ARGUMENT', /body: must be object/],
    ['null', () => 'null', 400, 'INVALID_ARGUMENT', /body: must be object/],
    ['no wallet', without('clientWallet'), 400, 'INVALID_ARGUMENT', /^clientWallet: is missing/],
    ['no key', without('clientKey'), 400, 'INVALID_ARGUMENT', /^clientKey: is missing/],
    ['no specification', without('spec'), 400, 'INVALID_ARGUMENT', /^spec: is missing/],
    ['no resources', without('resources'), 400, 'INVALID_ARGUMENT', /^resources: is missing/],
    ['no nonce hash', without('clientNonceHash'), 400, 'INVALID_ARGUMENT', /^clientNonceHash: is missing/],
    ['a field too many', set('price', '1'), 400, 'INVALID_ARGUMENT', /^price: is not a field/],
    [
      'a wallet that is a number',
      set('clientWallet', 5),
      400,
      'INVALID_ARGUMENT',
      /^clientWallet: must be string/,
    ],
    ['a wallet that is no address', set('clientWallet', 'me'), 400, 'INVALID_ADDRESS', /^clientWallet: "me"/],
    [
      'a wallet one byte short',
      set('clientWallet', address().slice(0, 30)),
      400,
      'INVALID_ADDRESS',
      /^clientWallet/,
    ],
    [
      'a huge wallet',
      set('clientWallet', 'A'.repeat(65)),
      400,
      'INVALID_ARGUMENT',
      /^clientWallet: must NOT have more/,
    ],
    [
      'a key in upper case',
      set('clientKey', 'AB'.repeat(32)),
      400,
      'INVALID_ARGUMENT',
      /^clientKey: must match/,
    ],
    [
      'a key of 31 bytes',
      set('clientKey', '33'.repeat(31)),
      400,
      'INVALID_ARGUMENT',
      /^clientKey: must match/,
    ],
    [
      "a key that is not the specification's",
      set('clientKey', '44'.repeat(32)),
      400,
      'CLIENT_KEY_MISMATCH',
      /clientKey of the spec/,
    ],
    [
      'a specification without epochs',
      spoil((b) => void delete b.spec['epochs']),
      400,
      'INVALID_JOB_SPEC',
      /epochs/,
    ],
    ['no epochs', spec({ epochs: 0 }), 400, 'INVALID_JOB_SPEC', /epochs/],
    ['negative epochs', spec({ epochs: -1 }), 400, 'INVALID_JOB_SPEC', /epochs/],
    ['half an epoch', spec({ epochs: 1.5 }), 400, 'INVALID_JOB_SPEC', /epochs/],
    ['epochs as text', spec({ epochs: '50' }), 400, 'INVALID_JOB_SPEC', /epochs/],
    ['65 checkpoints', spec({ epochs: 65 }), 400, 'INVALID_JOB_SPEC', /at most 64 checkpoints/],
    [
      'a width of zero',
      spec({ shape: { inputs: 0, hidden: 1, outputs: 1, batch: 1 } }),
      400,
      'INVALID_JOB_SPEC',
      /shape.inputs/,
    ],
    [
      'a root beyond the field',
      spec({ datasetRoot: 'ff'.repeat(32) }),
      400,
      'INVALID_JOB_SPEC',
      /datasetRoot/,
    ],
    ['another engine', spec({ engine: 'torch' }), 400, 'INVALID_JOB_SPEC', /engine/],
    ['a field too many in the specification', spec({ extra: 1 }), 400, 'INVALID_JOB_SPEC', /extra/],
    ['an estimate of zero', spec({ estimatedSeconds: 0 }), 400, 'INVALID_JOB_SPEC', /estimatedSeconds/],
    [
      'an estimate beyond the deadline',
      spec({ estimatedSeconds: 604_800 }),
      400,
      'INVALID_ARGUMENT',
      /^deadline_seconds/,
    ],
    ['no cores', resources({ cpuCores: 0 }), 400, 'INVALID_ARGUMENT', /^resources.cpu_cores: 0 is not/],
    ['negative memory', resources({ memoryMib: -1 }), 400, 'INVALID_ARGUMENT', /^resources.memory_mib/],
    [
      'memory as text',
      resources({ memoryMib: '1' }),
      400,
      'INVALID_ARGUMENT',
      /^resources.memoryMib: must be integer/,
    ],
    [
      'half a core',
      resources({ cpuCores: 1.5 }),
      400,
      'INVALID_ARGUMENT',
      /^resources.cpuCores: must be integer/,
    ],
    [
      'cores that are not a number',
      resources({ cpuCores: null }),
      400,
      'INVALID_ARGUMENT',
      /^resources.cpuCores/,
    ],
    ['huge memory', resources({ memoryMib: 2 ** 40 }), 400, 'INVALID_ARGUMENT', /^resources.memory_mib/],
    [
      'a GPU of no class',
      resources({ gpuCount: 1, gpuMemoryMib: 1 }),
      400,
      'INVALID_ARGUMENT',
      /^resources.gpu_class: is missing/,
    ],
    [
      'a class of GPU, but no GPU',
      resources({ gpuClass: 'consumer' }),
      400,
      'INVALID_ARGUMENT',
      /^resources.gpu_count/,
    ],
    ['an unknown priority', set('priority', 'urgent'), 400, 'INVALID_ARGUMENT', /^priority/],
    ['a mint that is no address', set('mint', 'gold'), 400, 'INVALID_ADDRESS', /^mint/],
    ['the wrong mint', set('mint', address()), 400, 'MINT_NOT_ALLOWED', /does not allow/],
    ['a price limit of zero', set('maxPrice', '0'), 400, 'INVALID_ARGUMENT', /^maxPrice/],
    ['a negative price limit', set('maxPrice', '-1'), 400, 'INVALID_ARGUMENT', /^maxPrice/],
    ['a price limit of 2^64', set('maxPrice', (1n << 64n).toString()), 400, 'INVALID_ARGUMENT', /^maxPrice/],
    ['a price limit as a number', set('maxPrice', 5), 400, 'INVALID_ARGUMENT', /^maxPrice: must be string/],
    ['not enough money', set('maxPrice', '1'), 412, 'NO_NODE_AVAILABLE', /none of 1 nodes/],
    ['65 audits', set('audits', 65), 400, 'INVALID_ARGUMENT', /^audits: 65/],
    ['half an audit', set('audits', 0.5), 400, 'INVALID_ARGUMENT', /^audits/],
    ['a deadline of zero', set('deadlineSeconds', 0), 400, 'INVALID_ARGUMENT', /^deadlineSeconds/],
    [
      'a deadline in eight days',
      set('deadlineSeconds', 691_200),
      400,
      'INVALID_ARGUMENT',
      /^deadline_seconds/,
    ],
    ['an empty idempotency key', set('idempotencyKey', ''), 400, 'INVALID_ARGUMENT', /^idempotencyKey/],
    [
      'an idempotency key with spaces',
      set('idempotencyKey', 'a b'),
      400,
      'INVALID_ARGUMENT',
      /^idempotency_key/,
    ],
    [
      'a huge request',
      spoil((b) => void Object.assign(b.spec, { seed: 'x'.repeat(70_000) })),
      413,
      'PAYLOAD_TOO_LARGE',
      /64 KiB/,
    ],
  ];
  for (const [name, make, status, code, message] of cases) {
    it(`POST /v1/jobs with ${name}: ${status} ${code}; nothing stored, the next one is served`, async () => {
      const answer = await s.call('POST', '/v1/jobs', make());
      expect([answer.status, answer.body['code']], String(answer.body['message'])).to.deep.equal([
        status,
        code,
      ]);
      expect(answer.body['message']).to.match(message);
      expect(answer.body['hint']).to.be.a('string').and.not.equal('');
      expect(await s.h.database.jobs.any()).to.equal(false);
      expect((await s.call('GET', '/v1/nodes')).status).to.equal(200);
    });
  }

  const others: [string, string, unknown, number, string][] = [
    ['GET', '/v1/jobs/nonsense', undefined, 400, 'INVALID_ADDRESS'],
    ['GET', `/v1/jobs/${address()}`, undefined, 404, 'JOB_UNKNOWN'],
    ['GET', `/v1/jobs/${address()}/events`, undefined, 404, 'JOB_UNKNOWN'],
    ['POST', `/v1/jobs/${address()}/confirm`, { signature: signature() }, 404, 'JOB_UNKNOWN'],
    ['POST', `/v1/jobs/${address()}/confirm`, {}, 400, 'INVALID_ARGUMENT'],
    ['POST', `/v1/jobs/${address()}/confirm`, { signature: 'short' }, 400, 'INVALID_SIGNATURE'],
    ['POST', `/v1/jobs/${address()}/confirm`, { signature: '1'.repeat(88) }, 400, 'INVALID_SIGNATURE'],
    ['POST', `/v1/jobs/${address()}/confirm`, { signature: 'A'.repeat(129) }, 400, 'INVALID_ARGUMENT'],
    ['GET', '/v1/jobs?limit=0', undefined, 400, 'INVALID_ARGUMENT'],
    ['GET', '/v1/jobs?limit=101', undefined, 400, 'INVALID_ARGUMENT'],
    ['GET', '/v1/jobs?limit=ten', undefined, 400, 'INVALID_ARGUMENT'],
    ['GET', '/v1/jobs?phase=DONE', undefined, 400, 'INVALID_ARGUMENT'],
    ['GET', '/v1/jobs?before=yesterday', undefined, 400, 'INVALID_ARGUMENT'],
    ['GET', '/v1/jobs?clientWallet=me', undefined, 400, 'INVALID_ADDRESS'],
    ['GET', '/v1/jobs?owner=me', undefined, 400, 'INVALID_ARGUMENT'],
    ['POST', '/v1/price', {}, 400, 'INVALID_ARGUMENT'],
    [
      'POST',
      '/v1/price',
      { resources: { cpuCores: 1, memoryMib: 1 }, estimatedSeconds: 0 },
      400,
      'INVALID_ARGUMENT',
    ],
    [
      'POST',
      '/v1/price',
      { resources: { cpuCores: 1, memoryMib: 1 }, estimatedSeconds: 1e9 },
      400,
      'INVALID_ARGUMENT',
    ],
    [
      'POST',
      '/v1/price',
      { resources: { cpuCores: 1, memoryMib: 1 }, estimatedSeconds: 1, nodeScore: 1001 },
      400,
      'INVALID_ARGUMENT',
    ],
    ['GET', '/v2/jobs', undefined, 404, 'ROUTE_UNKNOWN'],
    ['DELETE', '/v1/jobs', undefined, 405, 'METHOD_NOT_ALLOWED'],
    ['PUT', '/v1/jobs/abc', undefined, 405, 'METHOD_NOT_ALLOWED'],
    ['GET', '/v1/jobs/abc/other', undefined, 404, 'ROUTE_UNKNOWN'],
  ];
  for (const [method, path, body, status, code] of others) {
    it(`${method} ${path.slice(0, 60)} ${JSON.stringify(body ?? '').slice(0, 60)}: ${status} ${code}`, async () => {
      const answer = await s.call(method, path, body);
      expect([answer.status, answer.body['code']], String(answer.body['message'])).to.deep.equal([
        status,
        code,
      ]);
      expect(answer.body).to.include.keys('code', 'message', 'hint');
    });
  }

  it('refuses another content type', async () => {
    const answer = await s.call('POST', '/v1/jobs', 'a=b', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect([answer.status, answer.body['code']]).to.deep.equal([400, 'INVALID_ARGUMENT']);
  });

  it('says nothing of what went wrong inside', async () => {
    s.h.chain.down = true;
    const answer = await s.call('POST', '/v1/jobs', GOOD());
    s.h.chain.down = false;
    expect([answer.status, answer.body['code']]).to.deep.equal([503, 'CHAIN_UNAVAILABLE']);
  });

  it('serves a good request after all of these', async () => {
    const answer = await s.call('POST', '/v1/jobs', GOOD());
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    expect(answer.body).to.include.keys(
      'job',
      'node',
      'salt',
      'transaction',
      'reservedUntil',
      'priceExplanation',
    );
    const job = await s.call('GET', `/v1/jobs/${String(answer.body['job'])}`);
    expect(job.body).to.include({ phase: 'RESERVED', node: '' });
    const list = await s.call('GET', '/v1/jobs?phase=RESERVED&limit=1');
    expect((list.body['jobs'] as unknown[]).length).to.equal(1);
  });
});

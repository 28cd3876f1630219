import { makeGenericClientConstructor, status } from '@grpc/grpc-js';
import { expect } from 'chai';
import { address, signature } from '../support/fake-chain.ts';
import { jobSpec, join } from '../support/harness.ts';
import { refused } from '../support/refused-call.ts';
import { bytes, SUBMIT } from '../support/submit-request.ts';
import { refusal, type Surfaces, send, surfaces } from '../support/surfaces.ts';

const { INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION } = status;

describe('gRPC: bad input', function () {
  this.timeout(30_000);
  let s: Surfaces;
  before(async () => {
    s = await surfaces();
    await join(s.h, {}, { slots: 4 });
  });
  after(() => s.close());

  const changed = (changes: object) => ({ ...SUBMIT(), ...changes });
  const machine = (changes: object) => changed({ resources: { ...SUBMIT().resources, ...changes } });
  const specified = (text: string) => changed({ specJson: Buffer.from(text) });

  const submits: [string, () => object, number, string, RegExp][] = [
    ['nothing', () => ({}), INVALID_ARGUMENT, 'INVALID_ARGUMENT', /^client_wallet: is missing/],
    [
      'no key',
      () => changed({ clientKey: bytes(0) }),
      INVALID_ARGUMENT,
      'INVALID_ARGUMENT',
      /^client_key: is missing/,
    ],
    [
      'a key of 33 bytes',
      () => changed({ clientKey: bytes(33) }),
      INVALID_ARGUMENT,
      'INVALID_ARGUMENT',
      /33 bytes, must have 32/,
    ],
    [
      'another key',
      () => changed({ clientKey: bytes(32) }),
      INVALID_ARGUMENT,
      'CLIENT_KEY_MISMATCH',
      /clientKey/,
    ],
    ['no specification', () => specified(''), INVALID_ARGUMENT, 'INVALID_JOB_SPEC', /not JSON/],
    [
      'a specification that is no JSON',
      () => specified('{'),
      INVALID_ARGUMENT,
      'INVALID_JOB_SPEC',
      /not JSON/,
    ],
    [
      'spaces in the JSON',
      () => specified(JSON.stringify(jobSpec(), null, 1)),
      INVALID_ARGUMENT,
      'INVALID_JOB_SPEC',
      /canonical/,
    ],
    [
      'an oversized specification',
      () => specified(`"${'x'.repeat(4096)}"`),
      INVALID_ARGUMENT,
      'INVALID_JOB_SPEC',
      /4096 bytes/,
    ],
    [
      'no resources',
      () => changed({ resources: null }),
      INVALID_ARGUMENT,
      'INVALID_ARGUMENT',
      /^resources: is missing/,
    ],
    [
      'no cores',
      () => machine({ cpuCores: 0 }),
      INVALID_ARGUMENT,
      'INVALID_ARGUMENT',
      /^resources.cpu_cores/,
    ],
    [
      'huge memory',
      () => machine({ memoryMib: 4_294_967_295 }),
      INVALID_ARGUMENT,
      'INVALID_ARGUMENT',
      /^resources.memory_mib/,
    ],
    [
      'no nonce hash',
      () => changed({ clientNonceHash: bytes(0) }),
      INVALID_ARGUMENT,
      'INVALID_ARGUMENT',
      /^client_nonce_hash: is missing/,
    ],
    [
      'the wrong mint',
      () => changed({ mint: address() }),
      INVALID_ARGUMENT,
      'MINT_NOT_ALLOWED',
      /does not allow/,
    ],
    [
      'a mint that is no address',
      () => changed({ mint: '0x1' }),
      INVALID_ARGUMENT,
      'INVALID_ADDRESS',
      /^mint/,
    ],
    [
      'not enough money',
      () => changed({ maxPrice: '1' }),
      FAILED_PRECONDITION,
      'NO_NODE_AVAILABLE',
      /none of 1 nodes/,
    ],
    [
      'a deadline of a second',
      () => changed({ deadlineSeconds: '1' }),
      INVALID_ARGUMENT,
      'INVALID_ARGUMENT',
      /^deadline_seconds/,
    ],
    [
      'a huge deadline',
      () => changed({ deadlineSeconds: '18446744073709551615' }),
      INVALID_ARGUMENT,
      'INVALID_ARGUMENT',
      /^deadline_seconds/,
    ],
    ['65 audits', () => changed({ audits: 65 }), INVALID_ARGUMENT, 'INVALID_ARGUMENT', /^audits: 65/],
    [
      'audits in the committed tier',
      () => changed({ audits: 1 }),
      INVALID_ARGUMENT,
      'INVALID_ARGUMENT',
      /^audits: are drawn in the exact tier only/,
    ],
    [
      'an idempotency key of 129',
      () => changed({ idempotencyKey: 'k'.repeat(129) }),
      INVALID_ARGUMENT,
      'INVALID_ARGUMENT',
      /^idempotency_key/,
    ],
  ];
  for (const [name, request, code, typed, message] of submits) {
    it(`SubmitJob with ${name}: ${status[code]} ${typed}; nothing stored, the next one is served`, async () => {
      await refused(send(s.client, 'SubmitJob', request()), code, typed, message);
      expect(await s.h.database.jobs.any()).to.equal(false);
      const price = { resources: SUBMIT().resources, estimatedSeconds: '60' };
      expect(await send(s.client, 'EstimatePrice', price)).to.include({ decimals: 9 });
    });
  }

  it('refuses bytes that are no message', async () => {
    const raw = (value: Buffer) => value;
    const method = {
      requestStream: false,
      responseStream: false,
      requestSerialize: raw,
      requestDeserialize: raw,
      responseSerialize: raw,
      responseDeserialize: raw,
    };
    const Raw = makeGenericClientConstructor(
      { SubmitJob: { ...method, path: '/cyxwiz.coordinator.v1.CoordinatorService/SubmitJob' } },
      'raw',
    );
    const client = new Raw(s.grpc.address, s.channel);
    const answer = new Promise((resolve, reject) => {
      const call = client['SubmitJob'] as (
        request: Buffer,
        done: (error: unknown, value: unknown) => void,
      ) => void;
      call.call(client, Buffer.from('0aff', 'hex'), (error, value) =>
        error ? reject(error) : resolve(value),
      );
    });
    expect((await refusal(answer)).status).to.equal(status.INTERNAL);
    client.close();
  });

  it('refuses a message larger than 64 KiB', async () => {
    const huge = send(s.client, 'SubmitJob', specified('x'.repeat(70_000)));
    expect((await refusal(huge)).status).to.equal(status.RESOURCE_EXHAUSTED);
  });

  it('ConfirmEscrow and GetJob know unknown and malformed ids', async () => {
    await refused(send(s.client, 'GetJob', {}), INVALID_ARGUMENT, 'INVALID_ARGUMENT', /^job: is missing/);
    await refused(send(s.client, 'GetJob', { job: 'x' }), INVALID_ARGUMENT, 'INVALID_ADDRESS', /^job/);
    await refused(send(s.client, 'GetJob', { job: address() }), NOT_FOUND, 'JOB_UNKNOWN', /no offer/);
    const confirm = { job: address(), signature: signature() };
    await refused(send(s.client, 'ConfirmEscrow', confirm), NOT_FOUND, 'JOB_UNKNOWN', /no offer/);
    await refused(
      send(s.client, 'ConfirmEscrow', { ...confirm, signature: 'no' }),
      INVALID_ARGUMENT,
      'INVALID_SIGNATURE',
      /^signature/,
    );
  });

  it('WatchJob of an unknown job ends with its error', async () => {
    const stream = s.client.WatchJob({ job: address() });
    const ended = new Promise((_resolve, reject) => stream.on('error', reject).on('data', () => undefined));
    await refused(ended, NOT_FOUND, 'JOB_UNKNOWN', /no offer/);
  });

  const prices: [string, object, RegExp][] = [
    ['no resources', { estimatedSeconds: '1' }, /^resources/],
    ['no duration', { resources: SUBMIT().resources }, /^estimated_seconds: "0"/],
    ['eight days', { resources: SUBMIT().resources, estimatedSeconds: '691200' }, /^estimated_seconds/],
    [
      'a score of 1001',
      { resources: SUBMIT().resources, estimatedSeconds: '1', nodeScore: 1001 },
      /^node_score/,
    ],
  ];
  for (const [name, request, message] of prices) {
    it(`EstimatePrice with ${name}`, () =>
      refused(send(s.client, 'EstimatePrice', request), INVALID_ARGUMENT, 'INVALID_ARGUMENT', message));
  }
});

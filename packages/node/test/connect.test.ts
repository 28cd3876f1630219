import { generateKeyPairSync } from 'node:crypto';
import tls from 'node:tls';
import { connectDigest, jobId, signEd25519, trainingApi, unary } from '@cyxwiz/protocol';
import { Metadata } from '@grpc/grpc-js';
import { expect } from 'chai';
import type { JobFixture } from './support/job-fixture.ts';
import { keyName, type TokenChanges } from './support/memory-coordinator.ts';
import { chunksOf, refusal, TestClient } from './support/test-client.ts';
import { TestNode } from './support/test-node.ts';

const OTHER = 'So11111111111111111111111111111111111111112';
const stranger = () => generateKeyPairSync('ed25519');
const rawKey = (key: ReturnType<typeof stranger>) =>
  Buffer.from(key.publicKey.export({ format: 'jwk' }).x as string, 'base64url');

/** A token that is in order, but for the key, which stands in no account. */
function forgedKey(): TokenChanges {
  const { publicKey, privateKey } = stranger();
  return { signer: privateKey, kid: keyName(publicKey) };
}

describe('Connect', () => {
  let node: TestNode;
  let job: JobFixture;
  before(async () => {
    node = await TestNode.create();
    await node.start();
    job = node.assign();
  });
  after(() => node.remove());

  it('opens a session once for a good token', async () => {
    const opened = await node.client().connect(job, await node.token(job));
    expect(opened.session).to.match(/^[\w-]{43}$/);
    expect(opened.protocolVersion).to.equal(1);
    expect(Number(opened.maxChunkBytes)).to.equal(262_144);
  });

  it('speaks the highest version that both speak', async () => {
    for (const [protocolVersions, chosen] of [
      [[1], 1],
      [[2], 2],
      [[1, 2], 2],
      [[2, 1, 7], 2],
      [[3, 2], 3],
    ] as const) {
      const opened = await node
        .client()
        .connect(job, await node.token(job), { protocolVersions: [...protocolVersions] });
      expect(opened.protocolVersion).to.equal(chosen);
    }
  });

  const cases: [name: string, changes: TokenChanges, status: string, reason: string][] = [
    ['of another issuer', { issuer: 'http://evil' }, 'UNAUTHENTICATED', 'TOKEN_ISSUER'],
    ['for another node', { audience: OTHER }, 'UNAUTHENTICATED', 'TOKEN_AUDIENCE'],
    ['for another job', { job: OTHER }, 'PERMISSION_DENIED', 'TOKEN_JOB'],
    ['of another wallet', { subject: OTHER }, 'PERMISSION_DENIED', 'TOKEN_SUBJECT'],
    ['that has expired', { expiresInSeconds: -60 }, 'UNAUTHENTICATED', 'TOKEN_EXPIRED'],
    ['that lives too long', { expiresInSeconds: 86_400 }, 'UNAUTHENTICATED', 'TOKEN_CLAIMS'],
    ['without a client key', { clientKey: null }, 'UNAUTHENTICATED', 'TOKEN_KEY_MISSING'],
    ['with a short client key', { clientKey: new Uint8Array(31) }, 'UNAUTHENTICATED', 'TOKEN_KEY_MISSING'],
    ['for another client key', { clientKey: rawKey(stranger()) }, 'PERMISSION_DENIED', 'TOKEN_KEY_MISMATCH'],
    ['signed by somebody else', { signer: stranger().privateKey }, 'UNAUTHENTICATED', 'TOKEN_SIGNATURE'],
    ['signed by a key of no coordinator', forgedKey(), 'UNAUTHENTICATED', 'TOKEN_SIGNATURE'],
    ['that names no key', { kid: 'k1' }, 'UNAUTHENTICATED', 'TOKEN_SIGNATURE'],
  ];
  for (const [name, changes, status, reason] of cases) {
    it(`refuses a token ${name}`, async () => {
      const refused = await refusal(node.client().connect(job, await node.token(job, changes)));
      expect(refused).to.include({ status, reason });
    });
  }

  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const forged: [string, (good: string) => string, string][] = [
    ['alg none', (good) => `${part({ alg: 'none' })}.${good.split('.')[1]}.`, 'TOKEN_ALGORITHM'],
    [
      'alg HS256',
      (good) => `${part({ alg: 'HS256' })}.${good.split('.').slice(1).join('.')}`,
      'TOKEN_ALGORITHM',
    ],
    [
      'a changed payload',
      (good) => `${good.split('.')[0]}.${part({ job: 'x' })}.${good.split('.')[2]}`,
      'TOKEN_SIGNATURE',
    ],
    ['no JWT', () => 'hello', 'TOKEN_MALFORMED'],
    ['nothing', () => '', 'TOKEN_MALFORMED'],
    ['10 kB of letters', () => `${'a'.repeat(10_000)}.b.c`, 'TOKEN_MALFORMED'],
  ];
  for (const [name, forge, reason] of forged) {
    it(`refuses ${name} in place of a token`, async () => {
      const token = forge(await node.token(job));
      expect(await refusal(node.client().connect(job, token))).to.include({
        status: 'UNAUTHENTICATED',
        reason,
      });
    });
  }

  it('refuses a wrong signature without spending the token', async () => {
    const token = await node.token(job);
    const digest = connectDigest(jobId(job.address), token, node.identity.keyHash);
    const thief = stranger().privateKey.export({ format: 'jwk' }).d as string;
    const signature = signEd25519(Buffer.from(thief, 'base64url'), digest);
    const refused = await refusal(node.client().connect(job, token, { signature }));
    expect(refused).to.include({ status: 'UNAUTHENTICATED', reason: 'CLIENT_SIGNATURE' });
    const otherNode = signEd25519(
      job.clientSecret,
      connectDigest(jobId(job.address), token, new Uint8Array(32)),
    );
    expect((await refusal(node.client().connect(job, token, { signature: otherNode }))).reason).to.equal(
      'CLIENT_SIGNATURE',
    );
    await node.client().connect(job, token);
  });

  it('refuses a token the second time, also from two clients at once and after a restart', async () => {
    const token = await node.token(job);
    await node.client().connect(job, token);
    expect((await refusal(node.client().connect(job, token))).reason).to.equal('TOKEN_SPENT');

    const both = await node.token(job);
    const outcomes = await Promise.allSettled([
      node.client().connect(job, both),
      node.client().connect(job, both),
    ]);
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).to.have.length(1);

    await node.stop();
    await node.start();
    for (const used of [token, both]) {
      expect((await refusal(node.client().connect(job, used))).reason).to.equal('TOKEN_SPENT');
    }
    await node.client().connect(job, await node.token(job));
  });

  it('keeps sessions over a restart, without a coordinator', async () => {
    const client = await node.connected(job);
    const { metadata } = client;
    await node.stop();
    node.coordinator.down = true;
    await node.start();
    const again = node.client();
    again.metadata.merge(metadata);
    expect((await again.sendJob(job.specJson)).datasetPresent).to.equal(false);
    await node.client().connect(job, await node.token(job));
    node.coordinator.down = false;
  });

  it('refuses addresses that are none and unknown protocol versions', async () => {
    const token = await node.token(job);
    const client = node.client();
    for (const [protocolVersions, said] of [
      [[4, 5], 'the client 4, 5'],
      [[], 'the client none'],
      [Array.from({ length: 33 }, (_, at) => at), 'the client names 33 versions'],
    ] as const) {
      const version = await refusal(client.connect(job, token, { protocolVersions: [...protocolVersions] }));
      expect(version).to.include({ status: 'FAILED_PRECONDITION', reason: 'PROTOCOL_VERSION' });
      expect(version.message).to.contain(said);
      if (protocolVersions.length < 33)
        expect(version.message).to.contain('this node speaks versions 1, 2, 3');
    }
    for (const address of ['', 'x', '../../etc/passwd', `${job.address} `]) {
      const refused = await refusal(client.connect(job, token, { job: address }));
      expect(refused).to.include({ status: 'INVALID_ARGUMENT', reason: 'JOB_ADDRESS' });
    }
    await client.connect(job, token);
  });

  it('refuses a job that it is not told of while it is patient', async () => {
    const impatient = await TestNode.create({ patienceMs: 100 });
    try {
      await impatient.start();
      const token = await impatient.token(job, { job: OTHER });
      const refused = await refusal(impatient.client().connect(job, token, { job: OTHER }));
      expect(refused).to.include({ status: 'NOT_FOUND', reason: 'JOB_UNKNOWN' });
    } finally {
      await impatient.remove();
    }
  });

  it('cannot check tokens while its coordinator has no account on chain, and says so', async () => {
    const lonely = await TestNode.create();
    try {
      lonely.chain.tokenKeys = null;
      await lonely.start();
      const refused = await refusal(lonely.client().connect(job, await lonely.token(job)));
      expect(refused).to.include({ status: 'UNAVAILABLE', reason: 'KEYS_UNAVAILABLE' });
    } finally {
      await lonely.remove();
    }
  });

  it('waits for the assignment when the client is faster', async () => {
    const late = node.assign();
    const client = node.client();
    await client.connect(late, await node.token(late));
  });

  const calls: [string, (client: TestClient) => Promise<unknown>][] = [
    ['SendJob', (client) => client.sendJob(job.specJson)],
    ['UploadDataset', (client) => client.upload(chunksOf(job.csv))],
    ['DownloadWeights', (client) => client.downloadAll()],
    [
      'Train',
      (client) =>
        new Promise((resolve, reject) => client.train().on('end', resolve).on('error', reject).resume()),
    ],
  ];
  for (const [name, call] of calls) {
    it(`${name} asks for a session that it knows`, async () => {
      const client = node.client();
      expect(await refusal(call(client))).to.include({
        status: 'UNAUTHENTICATED',
        reason: 'SESSION_MISSING',
      });
      client.metadata.set('cyxwiz-session', 'A'.repeat(43));
      expect(await refusal(call(client))).to.include({
        status: 'UNAUTHENTICATED',
        reason: 'SESSION_UNKNOWN',
      });
      client.metadata.set('cyxwiz-session', "'; drop table");
      expect(await refusal(call(client))).to.include({
        status: 'UNAUTHENTICATED',
        reason: 'SESSION_UNKNOWN',
      });
    });
  }

  it('forgets a session when its time is over', async () => {
    const short = await TestNode.create({ sessionSeconds: 60 });
    let ahead = 0;
    const clock = {
      nowMs: () => Date.now() + ahead,
      sleep: (ms: number, signal?: AbortSignal) =>
        new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          signal?.addEventListener('abort', () => resolve(clearTimeout(timer)), { once: true });
        }),
    };
    try {
      await short.start({ clock });
      const own = short.assign();
      const client = await short.connected(own);
      ahead = 61_000;
      expect(await refusal(client.sendJob(own.specJson))).to.include({ reason: 'SESSION_EXPIRED' });
    } finally {
      await short.remove();
    }
  });

  it('shows the session of one job only that job', async () => {
    const other = node.assign();
    const client = await node.connected(other);
    const refused = await refusal(client.sendJob(job.specJson));
    expect(refused).to.include({ status: 'INVALID_ARGUMENT', reason: 'SPEC_HASH' });
    const upload = await refusal(client.upload(chunksOf(Buffer.from('1,2,3\n'))));
    expect(upload).to.include({ status: 'INVALID_ARGUMENT', reason: 'DATASET_INVALID' });
    await client.sendJob(other.specJson);
  });

  it('answers health checks', async () => {
    const { service } = await import('grpc-health-check');
    const client = node.client();
    const check = service.Check as unknown as {
      path: string;
      requestSerialize: never;
      responseDeserialize: never;
    };
    const answer = await new Promise<{ status: string }>((resolve, reject) => {
      client.api.makeUnaryRequest(
        check.path,
        check.requestSerialize,
        check.responseDeserialize,
        { service: 'cyxwiz.node.v1.TrainingService' },
        new Metadata(),
        (error: Error | null, value?: { status: string }) => (value ? resolve(value) : reject(error)),
      );
    });
    expect(answer.status).to.equal('SERVING');
  });

  it('refuses a request that is larger than any that makes sense', async () => {
    const client = node.client();
    const request = {
      job: job.address,
      token: 'a'.repeat(1 << 20),
      signature: new Uint8Array(64),
      protocolVersions: [1],
    };
    const sent = unary(client.api, trainingApi().TrainingService.service, 'Connect', request);
    const error = await sent.then(
      () => null,
      (failure: { code: number }) => failure,
    );
    expect(error?.code).to.equal(8);
  });
});

describe('TLS', () => {
  let node: TestNode;
  before(async () => {
    node = await TestNode.create();
    await node.start();
  });
  after(() => node.remove());

  const handshake = (options: tls.ConnectionOptions): Promise<string> =>
    new Promise((resolve, reject) => {
      const port = Number(node.agent?.grpcAddress.split(':')[1]);
      const socket = tls.connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...options }, () => {
        const protocol = socket.getProtocol();
        socket.destroy();
        resolve(protocol ?? '');
      });
      socket.once('error', reject);
    });

  it('speaks 1.3 and nothing older', async () => {
    expect(await handshake({ ALPNProtocols: ['h2'] })).to.equal('TLSv1.3');
    const old = await handshake({ maxVersion: 'TLSv1.2' }).catch((error: Error) => error.message);
    expect(old).to.match(/protocol version/);
  });

  it('keeps its key over a restart, readable by its owner only', async () => {
    const { stat } = await import('node:fs/promises');
    const before = node.agent?.tlsKeyHash;
    await node.stop();
    await node.start();
    expect(node.agent?.tlsKeyHash).to.equal(before);
    const { mode } = await stat(`${node.dir}/tls-identity.pem`);
    expect(mode & 0o777).to.equal(0o600);
  });

  it('is refused by a client that pins another key', async () => {
    const other = await TestNode.create();
    try {
      const job = node.assign();
      const client = new TestClient(
        node.agent?.grpcAddress ?? '',
        other.identity.certificatePem,
        other.identity.keyHash,
      );
      const refused = await refusal(client.connect(job, await node.token(job)));
      client.close();
      expect(refused.status).to.equal('UNAVAILABLE');
    } finally {
      await other.remove();
    }
  });

  it('survives peers that do not speak TLS or HTTP/2', async () => {
    const { connect } = await import('node:net');
    const port = Number(node.agent?.grpcAddress.split(':')[1]);
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\n\r\n'));
      socket.on('close', () => resolve()).on('error', () => undefined);
    });
    await handshake({ ALPNProtocols: ['http/1.1'] }).catch(() => undefined);
    const job = node.assign();
    await node.connected(job);
  });
});

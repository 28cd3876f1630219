import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDigest, crc32c, jobId, verifyEd25519 } from '@cyxwiz/protocol';
import { Keypair } from '@solana/web3.js';
import { expect } from 'chai';
import { ClientError } from '../src/errors.ts';
import { downloadWeights, type WeightsChunk } from '../src/node/download.ts';
import { previousPin } from '../src/node/pins.ts';
import { NodeSession } from '../src/node/session.ts';
import { fileSink, memorySink } from '../src/node/weights-sink.ts';
import { newSessionKey } from '../src/session-key.ts';
import { type FakeFaults, type FakeNode, fakeNode } from './fake-node.ts';

const weights = randomBytes(10_500);
const root = randomBytes(32);
const job = jobId(Keypair.generate().publicKey);

async function failure(promise: Promise<unknown>): Promise<ClientError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof ClientError) return error;
    throw error;
  }
  throw new Error('did not fail');
}

describe('a session with a node', () => {
  let node: FakeNode | undefined;
  const session = newSessionKey();
  const start = async (faults: FakeFaults = {}) => {
    node = await fakeNode(weights, root, faults);
    const access = {
      job,
      endpoint: node.endpoint,
      tlsKeyHash: node.keyHash,
      token: 'jwt',
      sessionKey: session,
    };
    return { node, access, connect: () => NodeSession.open(access) };
  };
  afterEach(() => node?.stop());

  it('proves possession of the session key over job, token and TLS key', async () => {
    const { node, connect } = await start();
    (await connect()).close();
    const sent = node.connects[0];
    const digest = connectDigest(job, 'jwt', node.keyHash);
    expect(verifyEd25519(session.publicKey, digest, sent?.signature ?? new Uint8Array())).to.equal(true);
  });

  it('refuses a server whose key is not the registered one, before it says anything', async () => {
    const { node, access } = await start();
    const error = await failure(NodeSession.open({ ...access, tlsKeyHash: randomBytes(32) }));
    expect(error.code).to.equal('TLS_PIN_MISMATCH');
    expect(node.connects).to.have.length(0);
  });

  it('takes the key before while it is good, and signs for the key that it sees', async () => {
    const { node, access } = await start();
    const rotated = { ...access, tlsKeyHash: randomBytes(32) };
    const previousTlsKey = { hash: node.keyHash, untilMs: Date.now() + 60_000 };
    (await NodeSession.open({ ...rotated, previousTlsKey })).close();
    const digest = connectDigest(job, 'jwt', node.keyHash);
    const signature = node.connects[0]?.signature ?? new Uint8Array();
    expect(verifyEd25519(session.publicKey, digest, signature)).to.equal(true);
    const over = { hash: node.keyHash, untilMs: Date.now() - 1 };
    const error = await failure(NodeSession.open({ ...rotated, previousTlsKey: over }));
    expect(error.code).to.equal('TLS_PIN_MISMATCH');
    expect(node.connects).to.have.length(1);
  });

  it('knows from the registry until when the key before is good', () => {
    const previousTlsKeyHash = randomBytes(32);
    const rotated = { previousTlsKeyHash, previousTlsUntil: 1_000n };
    expect(previousPin(rotated, 999n, 5)).to.deep.equal({ hash: previousTlsKeyHash, untilMs: 1_005 });
    expect(previousPin(rotated, 1_000n, 5)).to.equal(undefined);
    expect(previousPin({ ...rotated, previousTlsUntil: 0n }, 0n, 5)).to.equal(undefined);
  });

  it('says what to do when nobody answers', async () => {
    const { access } = await start();
    node?.stop();
    const error = await failure(NodeSession.open(access));
    expect(error.code).to.equal('NODE_UNAVAILABLE');
    expect(error.next).to.contain('crank timeout');
  });

  it('passes the node’s refusal on', async () => {
    const { connect } = await start({ refuseConnect: 'token already used' });
    const error = await failure(connect());
    expect([error.code, error.reason]).to.deep.equal(['NODE_REFUSED', 'UNAUTHENTICATED']);
    expect(error.message).to.contain('token already used');
  });

  it('uploads only what the node lacks, and compares the root', async () => {
    const { node, connect } = await start({ held: 4000 });
    const open = await connect();
    await open.sendJob(new Uint8Array([1]), weights, root);
    expect(Buffer.concat(node.uploaded).equals(weights.subarray(4000))).to.equal(true);
    open.close();
  });

  it('uploads to the last byte, in order, several at a time', async () => {
    const { node, connect } = await start();
    const [one, two] = [await connect(), await connect()];
    const large = randomBytes(1_000_003);
    await one.sendJob(new Uint8Array([1]), large, root);
    expect(Buffer.concat(node.uploaded).equals(large)).to.equal(true);
    // Each call is answered with what it brought, and a client that reads another number fails.
    const sent = [
      one.sendJob(new Uint8Array([1]), large, root),
      one.sendJob(new Uint8Array([1]), weights, root),
    ];
    await Promise.all([...sent, two.sendJob(new Uint8Array([1]), large.subarray(7), root)]);
    for (const session of [one, two]) session.close();
  });

  for (const [end, code, text] of [
    ['call', 'NODE_REFUSED', 'disk full'],
    ['connection', 'NODE_UNAVAILABLE', ''],
  ] as const) {
    it(`stops an upload when the node ends the ${end}`, async () => {
      const { node, connect } = await start({ endUpload: end });
      const open = await connect();
      const size = 64 * 2 ** 20;
      let read = 0;
      const endless = {
        size,
        read: async (into: Buffer) => {
          read += into.fill(1).length;
        },
      };
      const error = await failure(open.sendJob(new Uint8Array([1]), endless, root));
      expect(error.code).to.equal(code);
      expect(error.message).to.contain(text);
      expect(node.uploaded.length).to.be.greaterThan(0);
      expect(read).to.be.below(size);
      open.close();
    });
  }

  it('refuses a node that computed another data set root', async () => {
    const { connect } = await start({ wrongRoot: true });
    const open = await connect();
    expect((await failure(open.sendJob(new Uint8Array([1]), weights, root))).code).to.equal('NODE_REFUSED');
    open.close();
  });

  it('streams events and survives a broken stream', async () => {
    const { node, connect } = await start({ breakTrainAfter: 3 });
    const open = await connect();
    const seen: string[] = [];
    for await (const event of open.train({ delayMs: 1 })) {
      seen.push(event.type === 'epoch' ? String(event.epoch) : event.type);
    }
    expect(seen.slice(-6)).to.deep.equal(['1', '2', '3', '4', '5', 'ended']);
    expect(node.commands.length).to.equal(2);
    open.close();
  });

  it('resumes a broken download where it stopped', async () => {
    const { node, connect } = await start({ breakDownloadAfter: 4 });
    const open = await connect();
    const bytes = await open.download(memorySink(), { delayMs: 1 });
    expect(Buffer.from(bytes).equals(weights)).to.equal(true);
    expect(node.downloads).to.have.length(2);
    expect(node.downloads[1]).to.be.greaterThan(0);
    open.close();
  });

  it('starts over when the partial file belongs to something else, and leaves no part behind', async () => {
    const { connect } = await start();
    const folder = await mkdtemp(join(tmpdir(), 'cyxwiz-sdk-'));
    const path = join(folder, 'w.safetensors');
    await writeFile(`${path}.part`, randomBytes(2000));
    const open = await connect();
    await open.download(fileSink(path), { delayMs: 1 });
    expect((await readFile(path)).equals(weights)).to.equal(true);
    expect(await readdir(folder)).to.deep.equal(['w.safetensors']);
    open.close();
  });

  for (const fault of [{ damageChunk: 2 }, { wrongFileHash: true }]) {
    it(`refuses a damaged file: ${JSON.stringify(fault)}`, async () => {
      const { connect } = await start(fault);
      const open = await connect();
      expect((await failure(open.download(memorySink(), { delayMs: 1 }))).code).to.equal('CHECKSUM_MISMATCH');
      open.close();
    });
  }
});

describe('a download from a node that would never end', () => {
  const endless = (change: (chunk: WeightsChunk, n: number) => Partial<WeightsChunk>) =>
    async function* (from: number): AsyncGenerator<WeightsChunk> {
      for (let n = 0, offset = from; ; n++) {
        const data = Buffer.alloc(100);
        const plain = {
          offset: String(offset),
          totalBytes: '200',
          data,
          checksum: crc32c(data),
          sha256: new Uint8Array(),
        };
        const chunk = { ...plain, ...change(plain, n) };
        yield chunk;
        offset += chunk.data.length;
      }
    };
  const explain = (cause: unknown): ClientError => {
    throw cause;
  };
  const empty = { data: new Uint8Array(), checksum: crc32c(new Uint8Array()) };
  const cases: Record<string, (chunk: WeightsChunk, n: number) => Partial<WeightsChunk>> = {
    'sends more than it announced': () => ({}),
    'announces more with every chunk': (_chunk, n) => ({ totalBytes: String(1000 + n) }),
    'announces more than anybody reads': () => ({ totalBytes: String(2 ** 40) }),
    'sends nothing, again and again': () => empty,
  };
  for (const [name, change] of Object.entries(cases)) {
    it(`ends when it ${name}`, async () => {
      const error = await failure(downloadWeights(endless(change), memorySink(), explain, { delayMs: 1 }));
      expect(error.code).to.equal('WEIGHTS_MISMATCH');
    });
  }
});

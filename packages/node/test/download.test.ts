import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { nodeV1 } from '@cyxwiz/protocol';
import { expect } from 'chai';
import type { JobRecord } from '../src/domain/job-record.ts';
import type { JobFixture } from './support/job-fixture.ts';
import { refusal, type TestClient } from './support/test-client.ts';
import { eventually, TestNode } from './support/test-node.ts';

const BYTES = 3 * 256 * 1024 + 1000;

describe('DownloadWeights', () => {
  let node: TestNode;
  let job: JobFixture;
  let client: TestClient;
  let file: Buffer;
  before(async () => {
    node = await TestNode.create();
    await node.start();
    job = node.assign({ epochs: 3 });
    client = await node.ready(job);
    const early = await refusal(client.downloadAll());
    expect(early).to.include({ status: 'FAILED_PRECONDITION', reason: 'WEIGHTS_NOT_READY' });
    const stream = client.train();
    stream.resume().write({ start: {} });
    await new Promise((resolve, reject) => stream.on('end', resolve).on('error', reject));

    // Weights of several chunks: the file and what the journal says of it are replaced.
    const { metadata } = client;
    await node.stop();
    const folder = join(node.dir, 'jobs', job.address);
    file = Buffer.alloc(BYTES, 'cyxwiz');
    writeFileSync(join(folder, 'weights.safetensors'), file);
    const journal = JSON.parse(readFileSync(join(folder, 'journal.json'), 'utf8')) as JobRecord;
    const sha256 = createHash('sha256').update(file).digest('hex');
    journal.weights = { name: 'weights.safetensors', bytes: BYTES, sha256 };
    writeFileSync(join(folder, 'journal.json'), JSON.stringify(journal));
    await node.start();
    client = node.client();
    client.metadata.merge(metadata);
  });
  after(() => node.remove());

  it('sends chunks with checksums and at the end the hash of the whole', async () => {
    const { bytes, sha256, chunks } = await client.downloadAll();
    expect(chunks).to.equal(4);
    expect(bytes.equals(file)).to.equal(true);
    expect(sha256.equals(createHash('sha256').update(file).digest())).to.equal(true);
  });

  for (const offset of [1, 256 * 1024, BYTES - 1, BYTES]) {
    it(`goes on from byte ${offset}`, async () => {
      const { bytes, sha256 } = await client.downloadAll(offset);
      expect(bytes.equals(file.subarray(offset))).to.equal(true);
      expect(sha256).to.have.length(32);
    });
  }

  it('puts a file together from a broken download and the rest', async () => {
    const call = client.download();
    const first = await new Promise<nodeV1.DownloadWeightsResponse__Output>((resolve) =>
      call.once('data', resolve),
    );
    call.on('error', () => undefined).cancel();
    const rest = await client.downloadAll(first.data.length);
    expect(Buffer.concat([first.data, rest.bytes]).equals(file)).to.equal(true);
  });

  it('refuses offsets beyond the end', async () => {
    for (const offset of [BYTES + 1, Number.MAX_SAFE_INTEGER]) {
      expect(await refusal(client.downloadAll(offset))).to.include({
        status: 'OUT_OF_RANGE',
        reason: 'OFFSET_INVALID',
      });
    }
    await client.downloadAll();
  });

  it('serves others while one reader stands still', async () => {
    const stuck = client.download();
    stuck.on('error', () => undefined).pause();
    const other = await node.connected(job);
    expect((await other.downloadAll()).bytes.length).to.equal(BYTES);
    stuck.cancel();
    await eventually(() => true);
  });
});

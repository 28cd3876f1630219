import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { nodeV1 } from '@cyxwiz/protocol';
import { crc32c } from '@cyxwiz/protocol';
import { expect } from 'chai';
import { type JobFixture, smallCsv } from './support/job-fixture.ts';
import { chunksOf, refusal, type TestClient } from './support/test-client.ts';
import { eventually, TestNode } from './support/test-node.ts';

type Chunk = nodeV1.UploadDatasetRequest;
const LIMIT = 4096;

function chunk(data: Uint8Array, offset: number, totalBytes: number | string): Chunk {
  return { data, offset, totalBytes, checksum: crc32c(data) };
}

describe('UploadDataset', () => {
  let node: TestNode;
  let job: JobFixture;
  let client: TestClient;
  before(async () => {
    node = await TestNode.create({ maxUploadBytes: LIMIT, slots: 64 });
    await node.start();
  });
  after(() => node.remove());
  beforeEach(async () => {
    job = node.assign();
    client = await node.connected(job);
  });

  const path = (name: string) => join(node.dir, 'jobs', job.address, name);

  /** After bad input nothing is kept that should not be, and the next good upload succeeds. */
  async function staysGood(received = 0): Promise<void> {
    expect(existsSync(path('dataset.csv'))).to.equal(false);
    const held = await client.sendJob(job.specJson);
    expect(held).to.deep.include({ datasetPresent: false, datasetOffset: String(received) });
    const done = await client.upload(chunksOf(job.csv, 100, received));
    expect(done.receivedBytes).to.equal(String(job.csv.length));
    expect(done.datasetRoot.toString('hex')).to.equal(job.spec.datasetRoot);
    expect(existsSync(path('dataset.part'))).to.equal(false);
    expect((await client.sendJob(job.specJson)).datasetPresent).to.equal(true);
  }

  it('takes a data set in chunks and names its root', async () => {
    await staysGood();
    // Sent again, it changes nothing.
    expect((await client.upload(chunksOf(job.csv))).datasetRoot.toString('hex')).to.equal(
      job.spec.datasetRoot,
    );
  });

  it('goes on where a broken upload stopped, also after a restart', async () => {
    const broken = await refusal(client.upload([...chunksOf(job.csv)].slice(0, 3)));
    expect(broken).to.include({ status: 'ABORTED', reason: 'UPLOAD_INCOMPLETE' });
    const { metadata } = client;
    await node.stop();
    await node.start();
    client = node.client();
    client.metadata.merge(metadata);
    await staysGood(300);
  });

  it('is complete without another chunk when the agent was killed behind the last one', async () => {
    writeFileSync(path('dataset.part'), job.csv);
    expect((await client.sendJob(job.specJson)).datasetOffset).to.equal(String(job.csv.length));
    const done = await client.upload([]);
    expect(done.receivedBytes).to.equal(String(job.csv.length));
    expect(done.datasetRoot.toString('hex')).to.equal(job.spec.datasetRoot);
    expect((await client.sendJob(job.specJson)).datasetPresent).to.equal(true);
  });

  it('forgets a part that its client says is the whole, and is not', async () => {
    writeFileSync(path('dataset.part'), job.csv.subarray(0, 300));
    expect((await refusal(client.upload([]))).reason).to.match(/^DATASET_/);
    await staysGood();
  });

  it('goes on after a client that vanished in the middle', async () => {
    const call = client.api.UploadDataset(client.metadata, () => undefined);
    call.on('error', () => undefined);
    for (const part of [...chunksOf(job.csv)].slice(0, 2)) call.write(part);
    // What is still on its way when the call ends is lost.
    await eventually(
      () => existsSync(path('dataset.part')) && statSync(path('dataset.part')).size === 200,
      'both chunks on disk',
    );
    call.cancel();
    // Until the node has seen the end of that call, its lock holds.
    let again = 'UPLOAD_BUSY';
    for (let tried = 0; tried < 1000 && again === 'UPLOAD_BUSY'; tried += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      again = (await refusal(client.upload([chunk(job.csv.subarray(150), 150, job.csv.length)]))).reason;
    }
    expect(again).to.equal('UPLOAD_OFFSET');
    await staysGood(200);
  });

  const csv = smallCsv();
  const refused: [name: string, chunks: () => Chunk[], status: string, reason: string, kept?: number][] = [
    ['no chunk', () => [], 'INVALID_ARGUMENT', 'UPLOAD_EMPTY'],
    ['an empty chunk', () => [chunk(csv.subarray(0, 0), 0, csv.length)], 'INVALID_ARGUMENT', 'UPLOAD_EMPTY'],
    [
      'a wrong checksum',
      () => [{ ...chunk(csv, 0, csv.length), checksum: 1 }],
      'DATA_LOSS',
      'UPLOAD_CHECKSUM',
    ],
    [
      'a wrong checksum after a good chunk',
      () => [
        chunk(csv.subarray(0, 50), 0, csv.length),
        { ...chunk(csv.subarray(50), 50, csv.length), checksum: 1 },
      ],
      'DATA_LOSS',
      'UPLOAD_CHECKSUM',
      50,
    ],
    [
      'a gap',
      () => [chunk(csv.subarray(0, 50), 0, csv.length), chunk(csv.subarray(60), 60, csv.length)],
      'OUT_OF_RANGE',
      'UPLOAD_OFFSET',
      50,
    ],
    ['a start in the middle', () => [chunk(csv.subarray(7), 7, csv.length)], 'OUT_OF_RANGE', 'UPLOAD_OFFSET'],
    ['a huge total', () => [chunk(csv, 0, '18446744073709551615')], 'RESOURCE_EXHAUSTED', 'UPLOAD_TOO_LARGE'],
    ['a total above the limit', () => [chunk(csv, 0, LIMIT + 1)], 'RESOURCE_EXHAUSTED', 'UPLOAD_TOO_LARGE'],
    [
      'more than was announced',
      () => [chunk(csv, 0, csv.length - 1)],
      'RESOURCE_EXHAUSTED',
      'UPLOAD_TOO_LARGE',
    ],
    ['a total of zero', () => [chunk(csv, 0, 0)], 'RESOURCE_EXHAUSTED', 'UPLOAD_TOO_LARGE'],
    [
      'a total that changes',
      () => [chunk(csv.subarray(0, 50), 0, csv.length), chunk(csv.subarray(50), 50, csv.length + 1)],
      'INVALID_ARGUMENT',
      'UPLOAD_SIZE_CHANGED',
      50,
    ],
    ['too few bytes', () => [chunk(csv.subarray(0, 90), 0, csv.length)], 'ABORTED', 'UPLOAD_INCOMPLETE', 90],
  ];
  for (const [name, chunks, status, reason, kept] of refused) {
    it(`refuses ${name}`, async () => {
      expect(await refusal(client.upload(chunks()))).to.include({ status, reason });
      await staysGood(kept ?? 0);
    });
  }

  it('refuses a chunk that is larger than it said it takes', async () => {
    const big = await TestNode.create();
    try {
      await big.start();
      const own = big.assign();
      const peer = await big.connected(own);
      const data = Buffer.alloc(262_145);
      const answer = await refusal(peer.upload([chunk(data, 0, data.length)]));
      expect(answer).to.include({ status: 'INVALID_ARGUMENT', reason: 'UPLOAD_CHUNK_TOO_LARGE' });
      await peer.upload(chunksOf(own.csv));
    } finally {
      await big.remove();
    }
  });

  const wrong: [name: string, text: string | Buffer, reason: string][] = [
    ['other rows', smallCsv(61), 'DATASET_ROOT'],
    ['a CSV of the wrong width', '1,2,3\n'.repeat(20), 'DATASET_INVALID'],
    ['a CSV with words', `${'a,b,c,d,e,f,0\n'.repeat(20)}`, 'DATASET_INVALID'],
    ['values out of range', `${'99,1,1,1,1,1,0\n'.repeat(20)}`, 'DATASET_INVALID'],
    ['a label that does not exist', `${'1,1,1,1,1,1,9\n'.repeat(20)}`, 'DATASET_INVALID'],
    ['one row', '1,1,1,1,1,1,0\n', 'DATASET_INVALID'],
    ['zero bytes in place of text', Buffer.alloc(500), 'DATASET_INVALID'],
  ];
  for (const [name, text, reason] of wrong) {
    it(`refuses ${name}, and forgets it`, async () => {
      const answer = await refusal(client.upload(chunksOf(Buffer.from(text))));
      expect(answer).to.include({ status: 'INVALID_ARGUMENT', reason });
      expect(existsSync(path('dataset.part'))).to.equal(false);
      await staysGood();
    });
  }

  it('refuses a second upload at the same time', async () => {
    const first = client.api.UploadDataset(client.metadata, () => undefined);
    first.on('error', () => undefined);
    first.write([...chunksOf(job.csv)][0] as Chunk);
    await eventually(() => existsSync(path('dataset.part')), 'first chunk on disk');
    expect(await refusal(client.upload(chunksOf(job.csv)))).to.include({
      status: 'ABORTED',
      reason: 'UPLOAD_BUSY',
    });
    first.cancel();
  });

  it('refuses to start without a data set', async () => {
    const stream = client.train();
    const ended = new Promise((resolve, reject) => stream.on('end', resolve).on('error', reject).resume());
    stream.write({ start: {} });
    expect(await refusal(ended)).to.include({ status: 'FAILED_PRECONDITION', reason: 'DATASET_MISSING' });
    await staysGood();
  });

  for (const [name, spec] of [
    ['nothing', ''],
    ['something else', '{}'],
    ['64 kB', 'x'.repeat(65_536)],
  ] as const) {
    it(`SendJob refuses ${name} in place of the specification`, async () => {
      const answer = await refusal(client.sendJob(Buffer.from(spec)));
      expect(answer).to.include({ status: 'INVALID_ARGUMENT', reason: 'SPEC_HASH' });
    });
  }
});

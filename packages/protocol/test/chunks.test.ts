import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { ChunkFrame, crc32c, crc32cByTables, sendChunks, trainingApi } from '../src/index.ts';

const { UploadDataset, DownloadWeights } = trainingApi().TrainingService.service;
const decodeUpload = (message: Buffer) => UploadDataset.requestDeserialize(message);
const decodeDownload = (message: Buffer) => DownloadWeights.responseDeserialize(message);

describe('crc32c by tables', () => {
  it('is what the native code computes, whole and in parts', () => {
    for (const length of [0, 1, 7, 8, 9, 1000, 65_537]) {
      const data = randomBytes(length);
      const cut = Math.floor(length / 3);
      expect(crc32cByTables(data)).to.equal(crc32c(data));
      expect(crc32cByTables(data.subarray(cut), crc32c(data.subarray(0, cut)))).to.equal(crc32c(data));
    }
  });
});

describe('a chunk frame', () => {
  const places: [offset: number, total: number][] = [
    [0, 1],
    [127, 128],
    [2 ** 31, 2 ** 31 + 300],
    [2 ** 32 + 5, 2 ** 40],
    [Number.MAX_SAFE_INTEGER - 5, Number.MAX_SAFE_INTEGER],
  ];
  for (const [offset, totalBytes] of places) {
    it(`says what protobuf reads at ${offset} of ${totalBytes}`, () => {
      const frame = new ChunkFrame(300);
      const data = randomBytes(300);
      frame.data.set(data);
      const checksum = crc32c(data);
      const plain = { offset: String(offset), totalBytes: String(totalBytes), data, checksum };
      const upload = decodeUpload(Buffer.from(frame.message(300, { offset, totalBytes })));
      expect(upload).to.deep.equal(plain);
      const sha256 = randomBytes(32);
      const download = decodeDownload(Buffer.from(frame.message(300, { offset, totalBytes, sha256 })));
      expect(download).to.deep.equal({ ...plain, sha256 });
    });
  }

  it('carries less than it has room for, and nothing', () => {
    const frame = new ChunkFrame(300);
    frame.data.fill(7);
    for (const length of [0, 1, 299]) {
      const { data, checksum } = decodeUpload(
        Buffer.from(frame.message(length, { offset: 0, totalBytes: 5 })),
      );
      expect(data.equals(Buffer.alloc(length, 7))).to.equal(true);
      expect(checksum).to.equal(crc32c(data));
    }
  });
});

describe('sending chunks', () => {
  const file = randomBytes(10_000);
  const source = {
    size: file.length,
    read: async (into: Buffer, offset: number) => void into.set(file.subarray(offset, offset + into.length)),
  };

  it('sends all of it in order while nobody waits for long', async () => {
    const parts: Buffer[] = [];
    await sendChunks(source, {
      ...{ from: 1234, chunkBytes: 700, signal: new AbortController().signal, sha256: Buffer.alloc(32, 1) },
      write: (message, taken) => {
        const { data, offset, sha256 } = decodeDownload(Buffer.from(message));
        expect(Number(offset)).to.equal(1234 + parts.reduce((sum, part) => sum + part.length, 0));
        parts.push(data);
        const last = Number(offset) + data.length === file.length;
        expect(sha256.length).to.equal(last ? 32 : 0);
        setImmediate(taken);
      },
    });
    expect(Buffer.concat(parts).equals(file.subarray(1234))).to.equal(true);
  });

  it('does not read on while the other side takes nothing, and ends when it is told', async () => {
    const stop = new AbortController();
    let written = 0;
    const sending = sendChunks(source, {
      ...{ from: 0, chunkBytes: 100, signal: stop.signal },
      write: () => {
        written += 1;
      },
    });
    for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate);
    expect(written).to.equal(4);
    stop.abort(new Error('gone'));
    const error = await sending.then(
      () => null,
      (thrown: Error) => thrown,
    );
    expect(error?.message).to.equal('gone');
    expect(written).to.equal(4);
  });
});

import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { UploadFile } from '../src/adapters/disk/upload-file.ts';
import type { JobStore } from '../src/ports/job-store.ts';

const MIB = 1024 * 1024;
const CHUNK = 256 * 1024;

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('files that are received', () => {
  let folder: string;
  let uploads: UploadFile;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'uploads-'));
    uploads = new UploadFile({ path: (job, name) => join(folder, `${job}-${name}`) } as JobStore);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function send(job: string, bytes: Uint8Array, from = 0): Promise<void> {
    for (let at = from; at < bytes.length; at += CHUNK) {
      await uploads.append(job, at, bytes.subarray(at, at + CHUNK));
    }
  }

  for (const length of [0, 1, CHUNK, 2 * MIB - 1, 2 * MIB, 2 * MIB + 1, 7 * MIB + 3]) {
    it(`of ${length} bytes have the SHA-256 of their bytes`, async () => {
      const bytes = randomBytes(length);
      await send('job', bytes);
      expect(hex((await uploads.finish('job')).sha256)).to.equal(sha256(bytes));
      expect(await uploads.commit('job')).to.deep.equal({
        ...{ name: 'dataset.csv', bytes: length, sha256: sha256(bytes) },
      });
      expect(readFileSync(join(folder, 'job-dataset.csv')).equals(bytes)).to.equal(true);
    });
  }

  for (const there of [1, MIB, 2 * MIB, 3 * MIB + 5, 6 * MIB]) {
    it(`have it when they go on at byte ${there}, and when nothing is left to come`, async () => {
      const bytes = randomBytes(6 * MIB);
      writeFileSync(join(folder, 'job-dataset.part'), bytes.subarray(0, there));
      await send('job', bytes, there);
      expect(hex((await uploads.finish('job')).sha256)).to.equal(sha256(bytes));
    });
  }

  it('come side by side', async () => {
    const files = [3 * MIB, 5 * MIB + 1, 100].map((length, i) => ({
      ...{ job: `job${i}`, bytes: randomBytes(length) },
    }));
    await Promise.all(files.map(({ job, bytes }) => send(job, bytes)));
    for (const { job, bytes } of files) {
      expect(hex((await uploads.finish(job)).sha256), job).to.equal(sha256(bytes));
    }
  });

  it('begin anew when one was given up in the middle', async () => {
    await send('job', randomBytes(3 * MIB));
    await uploads.release('job');
    expect(await uploads.size('job')).to.equal(3 * MIB);
    const bytes = randomBytes(4 * MIB);
    await send('job', bytes);
    expect(hex((await uploads.finish('job')).sha256)).to.equal(sha256(bytes));
    await send('job', randomBytes(3 * MIB));
    await uploads.discard('job');
    expect(await uploads.size('job')).to.equal(0);
  });
});

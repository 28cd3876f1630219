import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { StoredFile } from '../../domain/job-record.ts';
import type { JobStore, UploadStore } from '../../ports/job-store.ts';
import { syncFolder } from './atomic-file.ts';

const PART = 'dataset.part';
export const DATASET = 'dataset.csv';
const READ_BYTES = 1024 * 1024;

/** A file that grows, and the hash of what stands in it. */
interface Growing {
  readonly file: FileHandle;
  readonly hash: Hash;
  bytes: number;
}

/** Uploads grow in `dataset.part` and become `dataset.csv` in one step, once their root was checked. */
export class UploadFile implements UploadStore {
  readonly #jobs: JobStore;
  readonly #open = new Map<string, Growing>();
  readonly #finished = new Map<string, { readonly bytes: number; readonly sha256: Uint8Array }>();

  constructor(jobs: JobStore) {
    this.#jobs = jobs;
  }

  async size(job: string): Promise<number> {
    const found = await stat(this.#jobs.path(job, PART)).catch(() => null);
    return found?.size ?? 0;
  }

  async append(job: string, offset: number, data: Uint8Array): Promise<void> {
    let growing = this.#open.get(job);
    if (growing === undefined || growing.bytes !== offset) {
      await this.release(job);
      growing = await this.#grow(job, offset);
    }
    const { file, hash } = growing;
    for (let at = 0; at < data.length; ) {
      at += (await file.write(data, at, data.length - at, offset + at)).bytesWritten;
    }
    hash.update(data);
    growing.bytes += data.length;
  }

  /** Opens the part at `offset`; what was there before is read once more, so that it need not be at the end. */
  async #grow(job: string, offset: number): Promise<Growing> {
    const path = this.#jobs.path(job, PART);
    const file = await open(path, offset === 0 ? 'w' : 'r+', 0o600);
    try {
      const growing = { file, hash: await hashOf(path, offset), bytes: offset };
      this.#open.set(job, growing);
      return growing;
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  async finish(job: string): Promise<{ path: string; sha256: Uint8Array }> {
    const bytes = await this.size(job);
    const growing = this.#open.get(job) ?? (await this.#grow(job, bytes));
    await growing.file.sync();
    const sha256 = new Uint8Array(growing.hash.digest());
    this.#finished.set(job, { bytes: growing.bytes, sha256 });
    await this.release(job);
    return { path: this.#jobs.path(job, PART), sha256 };
  }

  async commit(job: string): Promise<StoredFile> {
    const finished = this.#finished.get(job);
    if (finished === undefined) throw new Error(`the upload of ${job} was not finished`);
    this.#finished.delete(job);
    const path = this.#jobs.path(job, DATASET);
    await rename(this.#jobs.path(job, PART), path);
    await syncFolder(dirname(path));
    const { bytes, sha256 } = finished;
    return { name: DATASET, bytes, sha256: Buffer.from(sha256).toString('hex') };
  }

  async discard(job: string): Promise<void> {
    await this.release(job);
    this.#finished.delete(job);
    await rm(this.#jobs.path(job, PART), { force: true });
  }

  async release(job: string): Promise<void> {
    const growing = this.#open.get(job);
    this.#open.delete(job);
    await growing?.file.close();
  }
}

/** Of the first `bytes` of a file. */
async function hashOf(path: string, bytes: number): Promise<Hash> {
  const hash = createHash('sha256');
  if (bytes === 0) return hash;
  for await (const chunk of createReadStream(path, { end: bytes - 1, highWaterMark: READ_BYTES })) {
    hash.update(chunk as Buffer);
  }
  return hash;
}

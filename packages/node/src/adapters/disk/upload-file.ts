import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { StoredFile } from '../../domain/job-record.ts';
import type { JobStore, UploadStore } from '../../ports/job-store.ts';
import { syncFolder } from './atomic-file.ts';
import { StagedFile } from './staged-file.ts';

/** Names of a file while it grows, and when it is whole. */
interface UploadNames {
  readonly part: string;
  readonly whole: string;
}

export const DATASET_NAMES: UploadNames = { part: 'dataset.part', whole: 'dataset.csv' };
export const START_NAMES: UploadNames = { part: 'start.part', whole: 'start.safetensors' };
const READ_BYTES = 1024 * 1024;

/** A file that grows, and the hash of what stands in it or waits to. */
interface Growing {
  readonly file: StagedFile;
  readonly hash: Hash;
}

/** Uploads grow in a part, such as `dataset.part`, and become `dataset.csv` in one step, once they were checked. */
export class UploadFile implements UploadStore {
  readonly #jobs: JobStore;
  readonly #names: UploadNames;
  readonly #open = new Map<string, Growing>();
  readonly #finished = new Map<string, { readonly bytes: number; readonly sha256: Uint8Array }>();

  constructor(jobs: JobStore, names = DATASET_NAMES) {
    this.#jobs = jobs;
    this.#names = names;
  }

  async size(job: string): Promise<number> {
    await this.#open.get(job)?.file.written();
    const found = await stat(this.#jobs.path(job, this.#names.part)).catch(() => null);
    return found?.size ?? 0;
  }

  async append(job: string, offset: number, data: Uint8Array): Promise<void> {
    let growing = this.#open.get(job);
    if (growing?.file.end !== offset) {
      await this.release(job);
      growing = await this.#grow(job, offset);
    }
    growing.hash.update(data);
    await growing.file.append(data);
  }

  /** Opens the part at `offset`; what was there before is read once more, so that it need not be at the end. */
  async #grow(job: string, offset: number): Promise<Growing> {
    const path = this.#jobs.path(job, this.#names.part);
    const file = await StagedFile.open(path, offset);
    try {
      const growing = { file, hash: await hashOf(path, offset) };
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
    await growing.file.flush();
    const sha256 = new Uint8Array(growing.hash.digest());
    this.#finished.set(job, { bytes: growing.file.end, sha256 });
    await this.release(job);
    return { path: this.#jobs.path(job, this.#names.part), sha256 };
  }

  async commit(job: string): Promise<StoredFile> {
    const finished = this.#finished.get(job);
    if (finished === undefined) throw new Error(`the upload of ${job} was not finished`);
    this.#finished.delete(job);
    const path = this.#jobs.path(job, this.#names.whole);
    await rename(this.#jobs.path(job, this.#names.part), path);
    await syncFolder(dirname(path));
    const { bytes, sha256 } = finished;
    return { name: this.#names.whole, bytes, sha256: Buffer.from(sha256).toString('hex') };
  }

  async discard(job: string): Promise<void> {
    await this.release(job);
    this.#finished.delete(job);
    await rm(this.#jobs.path(job, this.#names.part), { force: true });
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

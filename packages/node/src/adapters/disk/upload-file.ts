import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { StoredFile } from '../../domain/job-record.ts';
import type { JobStore, UploadStore } from '../../ports/job-store.ts';
import { syncFolder } from './atomic-file.ts';

const PART = 'dataset.part';
export const DATASET = 'dataset.csv';

/** Uploads grow in `dataset.part` and become `dataset.csv` in one step, once their root was checked. */
export class UploadFile implements UploadStore {
  readonly #jobs: JobStore;
  readonly #open = new Map<string, FileHandle>();

  constructor(jobs: JobStore) {
    this.#jobs = jobs;
  }

  async size(job: string): Promise<number> {
    const found = await stat(this.#jobs.path(job, PART)).catch(() => null);
    return found?.size ?? 0;
  }

  async append(job: string, offset: number, data: Uint8Array): Promise<void> {
    let file = this.#open.get(job);
    if (file === undefined) {
      file = await open(this.#jobs.path(job, PART), offset === 0 ? 'w' : 'r+', 0o600);
      this.#open.set(job, file);
    }
    await file.write(data, 0, data.length, offset);
  }

  async finish(job: string): Promise<string> {
    await this.#open.get(job)?.sync();
    await this.release(job);
    return this.#jobs.path(job, PART);
  }

  async commit(job: string): Promise<StoredFile> {
    const path = this.#jobs.path(job, DATASET);
    await rename(this.#jobs.path(job, PART), path);
    await syncFolder(dirname(path));
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of createReadStream(path)) {
      hash.update(chunk as Buffer);
      bytes += (chunk as Buffer).length;
    }
    return { name: DATASET, bytes, sha256: hash.digest('hex') };
  }

  async discard(job: string): Promise<void> {
    await this.release(job);
    await rm(this.#jobs.path(job, PART), { force: true });
  }

  async release(job: string): Promise<void> {
    const file = this.#open.get(job);
    this.#open.delete(job);
    await file?.close();
  }
}

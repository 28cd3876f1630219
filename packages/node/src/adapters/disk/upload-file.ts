import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { StoredFile } from '../../domain/job-record.ts';
import type { JobStore, UploadStore } from '../../ports/job-store.ts';
import { syncFolder } from './atomic-file.ts';

/** Names of a file while it grows, and when it is whole. */
interface UploadNames {
  readonly part: string;
  readonly whole: string;
}

export const DATASET_NAMES: UploadNames = { part: 'dataset.part', whole: 'dataset.csv' };
export const START_NAMES: UploadNames = { part: 'start.part', whole: 'start.safetensors' };
const READ_BYTES = 1024 * 1024;

/** What waits for the disk; above it the client waits. */
const AHEAD_BYTES = 2 * 1024 * 1024;

/** The disk begins with so much while more is on its way: at the end there is little left to wait for. */
const FLUSH_BYTES = 32 * 1024 * 1024;

/** A file that grows, and the hash of what stands in it or waits to. */
class Growing {
  bytes: number;
  readonly hash: Hash;
  readonly #file: FileHandle;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #writing: Promise<void> | null = null;
  #unflushed = 0;
  #flushing: Promise<void> | null = null;
  #failure: Error | null = null;

  constructor(file: FileHandle, hash: Hash, bytes: number) {
    this.#file = file;
    this.hash = hash;
    this.bytes = bytes;
  }

  async append(data: Uint8Array): Promise<void> {
    this.hash.update(data);
    this.#waiting.push(data);
    this.#waitingBytes += data.length;
    this.bytes += data.length;
    this.#writing ??= this.#write();
    if (this.#waitingBytes > AHEAD_BYTES) await this.#writing;
    if (this.#failure !== null) throw this.#failure;
  }

  /** All that waits, in one go: going to the disk and back for every chunk takes longer than writing it. */
  async #write(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        let at = this.bytes - this.#waitingBytes;
        const [one] = this.#waiting;
        const batch = this.#waiting.length === 1 && one !== undefined ? one : Buffer.concat(this.#waiting);
        this.#waiting = [];
        for (let from = 0; from < batch.length; ) {
          const { bytesWritten } = await this.#file.write(batch, from, batch.length - from, at);
          from += bytesWritten;
          at += bytesWritten;
          this.#waitingBytes -= bytesWritten;
        }
        this.#beginFlush(batch.length);
      }
    } catch (error) {
      this.#failure = error as Error;
    }
    this.#writing = null;
  }

  #beginFlush(written: number): void {
    this.#unflushed += written;
    if (this.#unflushed < FLUSH_BYTES || this.#flushing !== null) return;
    this.#unflushed = 0;
    const over = () => {
      this.#flushing = null;
    };
    this.#flushing = this.#file.datasync().then(over, (error: Error) => {
      this.#failure = error;
      over();
    });
  }

  /** Resolves when everything is written, though not flushed. */
  async written(): Promise<void> {
    while (this.#writing !== null) await this.#writing;
    if (this.#failure !== null) throw this.#failure;
  }

  async flush(): Promise<void> {
    await this.written();
    await this.#flushing;
    await this.#file.sync();
  }

  async close(): Promise<void> {
    await this.written().catch(() => undefined);
    await this.#flushing;
    await this.#file.close();
  }
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
    await this.#open.get(job)?.written();
    const found = await stat(this.#jobs.path(job, this.#names.part)).catch(() => null);
    return found?.size ?? 0;
  }

  async append(job: string, offset: number, data: Uint8Array): Promise<void> {
    let growing = this.#open.get(job);
    if (growing === undefined || growing.bytes !== offset) {
      await this.release(job);
      growing = await this.#grow(job, offset);
    }
    await growing.append(data);
  }

  /** Opens the part at `offset`; what was there before is read once more, so that it need not be at the end. */
  async #grow(job: string, offset: number): Promise<Growing> {
    const path = this.#jobs.path(job, this.#names.part);
    const file = await open(path, offset === 0 ? 'w' : 'r+', 0o600);
    try {
      const growing = new Growing(file, await hashOf(path, offset), offset);
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
    await growing.flush();
    const sha256 = new Uint8Array(growing.hash.digest());
    this.#finished.set(job, { bytes: growing.bytes, sha256 });
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
    await growing?.close();
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

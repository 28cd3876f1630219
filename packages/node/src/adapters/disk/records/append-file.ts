import { type FileHandle, open, readFile } from 'node:fs/promises';

const FLUSH_MS = 1_000;

/** How far a file is sound, and the last epoch in it. */
export interface Sound {
  readonly bytes: number;
  readonly epoch: number;
}

/** A file that only grows. What a crash left half-written at its end is cut off when it is opened again. */
export class AppendFile {
  readonly #file: FileHandle;
  #lastEpoch: number;
  #flushedAtMs = 0;

  private constructor(file: FileHandle, lastEpoch: number) {
    this.#file = file;
    this.#lastEpoch = lastEpoch;
  }

  static async open(path: string, sound: (bytes: Buffer) => Sound): Promise<AppendFile> {
    const before = await readFile(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return Buffer.alloc(0);
      throw error;
    });
    const { bytes, epoch } = sound(before);
    const file = await open(path, 'a', 0o600);
    try {
      if (bytes < before.length) await file.truncate(bytes);
    } catch (error) {
      await file.close();
      throw error;
    }
    return new AppendFile(file, epoch);
  }

  get lastEpoch(): number {
    return this.#lastEpoch;
  }

  /** Written at once, on the disk within a second of work. */
  async append(bytes: Uint8Array, epoch: number, nowMs: number): Promise<void> {
    await this.#file.appendFile(bytes);
    this.#lastEpoch = epoch;
    if (nowMs - this.#flushedAtMs < FLUSH_MS) return;
    this.#flushedAtMs = nowMs;
    await this.#file.datasync();
  }

  async close(): Promise<void> {
    try {
      await this.#file.datasync();
    } finally {
      await this.#file.close();
    }
  }
}

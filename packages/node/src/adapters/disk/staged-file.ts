import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** What disks ask of places and lengths that are written past the system's cache; memory is aligned to pages, as large. */
const ALIGNMENT = 4096;
/** What is written in one go, and how far the disk may be behind. */
const BLOCK_BYTES = 2 * 1024 * 1024;
/** What came so long ago is in the file, though its block is not full. */
const SAVE_MS = 500;
/** Of what the cache holds the disk begins to flush so much while more is on its way: at the end there is little left. */
const FLUSH_BYTES = 32 * 1024 * 1024;

/** A part of the file on its way: `fill` bytes from `at` on, of which the first `saved` are written. */
interface Block {
  readonly bytes: Buffer;
  at: number;
  fill: number;
  saved: number;
}

/**
 * A file that is written from one place on to its end. Whole blocks go past the system's cache where the file system
 * lets them (O_DIRECT): for each page of that cache a machine that gives idle memory back to its host has to ask for
 * it anew, which takes longer than receiving what is written.
 */
export class StagedFile {
  readonly #cached: FileHandle;
  #direct: FileHandle | null;
  #block: Block;
  #next: Block;
  #writing: Promise<void> | null = null;
  #saving: NodeJS.Timeout | null = null;
  #unflushed = 0;
  #flushing: Promise<void> | null = null;
  #failure: Error | null = null;

  private constructor(cached: FileHandle, direct: FileHandle | null, block: Block) {
    this.#cached = cached;
    this.#direct = direct;
    this.#block = block;
    this.#next = emptyBlock();
  }

  /** Goes on at byte `from` of what is there; at 0, whatever was there is gone. */
  static async open(path: string, from: number): Promise<StagedFile> {
    const cached = await open(path, from === 0 ? 'w' : 'r+', 0o600);
    try {
      const block = emptyBlock(from - (from % ALIGNMENT));
      block.fill = from - block.at;
      block.saved = block.fill;
      for (let there = 0; there < block.fill; ) {
        const { bytesRead } = await cached.read(block.bytes, there, block.fill - there, block.at + there);
        if (bytesRead === 0) throw new Error(`${path} ends at ${block.at + there}, not at ${from}`);
        there += bytesRead;
      }
      return new StagedFile(cached, await openDirect(path), block);
    } catch (error) {
      await cached.close();
      throw error;
    }
  }

  /** Where the next byte goes. */
  get end(): number {
    return this.#block.at + this.#block.fill;
  }

  /** Takes the bytes; waits while the disk is a block behind. */
  async append(data: Uint8Array): Promise<void> {
    for (let taken = 0; taken < data.length; ) {
      const block = this.#block;
      const part = data.subarray(taken, taken + block.bytes.length - block.fill);
      block.bytes.set(part, block.fill);
      block.fill += part.length;
      taken += part.length;
      if (block.fill === block.bytes.length) await this.#turnOver();
    }
    this.#rethrow();
    this.#saving ??= setTimeout(() => {
      this.#saving = null;
      this.written().catch((error: Error) => this.#fail(error));
    }, SAVE_MS).unref();
  }

  async #turnOver(): Promise<void> {
    while (this.#writing !== null) await this.#writing;
    this.#rethrow();
    const full = this.#block;
    this.#block = Object.assign(this.#next, { at: full.at + full.fill, fill: 0, saved: 0 });
    this.#next = full;
    this.#write(() => this.#writeWhole(full));
  }

  /**
   * One write at a time: a page of the cache that is written beside a block would be put over it later. Whoever calls
   * this has seen that there is none, and awaited nothing since.
   */
  #write(write: () => Promise<void>): void {
    this.#writing = write()
      .catch((error: Error) => this.#fail(error))
      .then(() => {
        this.#writing = null;
      });
  }

  async #writeWhole({ bytes, at }: Block): Promise<void> {
    const written = await this.#writeDirect(bytes, at);
    await writeFrom(this.#cached, bytes.subarray(written), at + written);
    this.#beginFlush(bytes.length - written);
  }

  /** How much of it is written then; a file system that says only now that it cannot is not asked again. */
  async #writeDirect(bytes: Buffer, at: number): Promise<number> {
    if (this.#direct === null) return 0;
    try {
      return (await this.#direct.write(bytes, 0, bytes.length, at)).bytesWritten;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EINVAL') throw error;
      await this.#direct.close();
      this.#direct = null;
      return 0;
    }
  }

  #beginFlush(written: number): void {
    this.#unflushed += written;
    if (this.#unflushed < FLUSH_BYTES || this.#flushing !== null) return;
    this.#unflushed = 0;
    const over = () => {
      this.#flushing = null;
    };
    this.#flushing = this.#cached.datasync().then(over, (error: Error) => {
      this.#fail(error);
      over();
    });
  }

  /** Resolves when everything is in the file, though not flushed. */
  async written(): Promise<void> {
    while (this.#writing !== null) await this.#writing;
    this.#rethrow();
    this.#write(() => this.#writeRest());
    while (this.#writing !== null) await this.#writing;
    this.#rethrow();
  }

  async #writeRest(): Promise<void> {
    const block = this.#block;
    const { at, fill, saved } = block;
    await writeFrom(this.#cached, block.bytes.subarray(saved, fill), at + saved);
    block.saved = fill;
  }

  async flush(): Promise<void> {
    await this.written();
    await this.#flushing;
    this.#rethrow();
    await this.#cached.sync();
  }

  async close(): Promise<void> {
    clearTimeout(this.#saving ?? undefined);
    await this.written().catch(() => undefined);
    await this.#flushing;
    await this.#direct?.close();
    await this.#cached.close();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
  }

  #rethrow(): void {
    if (this.#failure !== null) throw this.#failure;
  }
}

/** Memory is aligned to pages when it could be resized. */
function emptyBlock(at = 0): Block {
  const memory = new ArrayBuffer(BLOCK_BYTES, { maxByteLength: BLOCK_BYTES });
  return { bytes: Buffer.from(memory, 0, BLOCK_BYTES), at, fill: 0, saved: 0 };
}

/** Null where files cannot be written so. */
async function openDirect(path: string): Promise<FileHandle | null> {
  const flag: number | undefined = constants.O_DIRECT;
  if (flag === undefined) return null;
  return open(path, constants.O_WRONLY | flag).catch(() => null);
}

async function writeFrom(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let from = 0; from < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, from, bytes.length - from, at + from);
    from += bytesWritten;
  }
}

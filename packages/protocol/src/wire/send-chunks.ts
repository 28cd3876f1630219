import { ChunkFrame } from './chunk-frame.ts';

/** Something of a known size that can be read anywhere; sizes in bytes. */
export interface ChunkSource {
  readonly size: number;
  /** Fills `into` with what stands at `offset`. */
  read(into: Buffer, offset: number): Promise<void>;
}

export interface SendChunks {
  /** First byte to send. */
  readonly from: number;
  readonly chunkBytes: number;
  /** Goes on the last chunk. */
  readonly sha256?: Uint8Array;
  /** Hands an encoded message to the call, and calls `taken` once its bytes are not needed any more. */
  write(message: Buffer, taken: () => void): void;
  /** Ends the sending; its reason is thrown. */
  readonly signal: AbortSignal;
  readonly onSent?: (sentBytes: number) => void;
}

/** Chunks that are on their way to the socket at the same time: what one transfer may hold in memory. */
const AHEAD = 4;

/** Sends a file in chunks, as fast as the other side takes them and no faster; an empty rest is one empty chunk. */
export async function sendChunks(source: ChunkSource, send: SendChunks): Promise<void> {
  const { chunkBytes, sha256, signal } = send;
  const frames = new Frames(Math.min(chunkBytes, Math.max(1, source.size - send.from)), signal);
  const totalBytes = source.size;
  let offset = send.from;
  do {
    const frame = await frames.take();
    const length = Math.min(chunkBytes, totalBytes - offset);
    if (length > 0) await source.read(frame.data.subarray(0, length), offset);
    signal.throwIfAborted();
    const last = offset + length === totalBytes;
    const place = { offset, totalBytes, ...(last && sha256 !== undefined ? { sha256 } : {}) };
    send.write(frame.message(length, place), () => frames.give(frame));
    offset += length;
    send.onSent?.(offset);
  } while (offset < totalBytes);
}

/** A few frames in turn. */
class Frames {
  readonly #chunkBytes: number;
  readonly #signal: AbortSignal;
  readonly #free: ChunkFrame[] = [];
  #made = 0;
  #wake: (() => void) | null = null;

  constructor(chunkBytes: number, signal: AbortSignal) {
    this.#chunkBytes = chunkBytes;
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#wake?.(), { once: true });
  }

  async take(): Promise<ChunkFrame> {
    for (;;) {
      this.#signal.throwIfAborted();
      const free = this.#free.pop();
      if (free !== undefined) return free;
      if (this.#made < AHEAD) {
        this.#made += 1;
        return new ChunkFrame(this.#chunkBytes);
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
      this.#wake = null;
    }
  }

  give(frame: ChunkFrame): void {
    this.#free.push(frame);
    this.#wake?.();
  }
}

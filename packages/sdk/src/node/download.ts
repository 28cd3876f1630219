import { createHash } from 'node:crypto';
import { open, rename, stat, truncate, unlink } from 'node:fs/promises';
import { crc32c } from '@cyxwiz/protocol';
import { ClientError } from '../errors.ts';

/** What the engine reads; no weights of an exact job are larger. */
const MAX_BYTES = 64 * 1024 * 1024;

export type WeightsChunk = {
  offset: string;
  totalBytes: string;
  data: Uint8Array;
  checksum: number;
  sha256: Uint8Array;
};

/** Where downloaded bytes go. `size` is what survived an earlier attempt: the download goes on there. */
export type WeightsSink = {
  size(): Promise<number>;
  append(bytes: Uint8Array): Promise<void>;
  /** Throws everything away, after a whole-file checksum failed. */
  reset(): Promise<void>;
  /** All bytes so far. */
  read(): Promise<Uint8Array>;
  finish(): Promise<void>;
};

export function memorySink(): WeightsSink {
  let parts: Uint8Array[] = [];
  return {
    size: async () => parts.reduce((n, p) => n + p.length, 0),
    append: async (bytes) => void parts.push(Uint8Array.from(bytes)),
    reset: async () => {
      parts = [];
    },
    read: async () => new Uint8Array(Buffer.concat(parts)),
    finish: async () => {},
  };
}

/** Writes to `path`.part and renames it at the end, so that `path` is whole or absent. */
export function fileSink(path: string): WeightsSink {
  const part = `${path}.part`;
  const size = async (): Promise<number> => (await stat(part).catch(() => undefined))?.size ?? 0;
  return {
    size,
    async append(bytes) {
      const handle = await open(part, 'a');
      try {
        await handle.writeFile(bytes);
      } finally {
        await handle.close();
      }
    },
    reset: async () => void (await unlink(part).catch(() => {})),
    async read() {
      const handle = await open(part, 'r');
      try {
        return new Uint8Array(await handle.readFile());
      } finally {
        await handle.close();
      }
    },
    async finish() {
      await truncate(part, await size());
      await rename(part, path);
    },
  };
}

export type DownloadOptions = {
  attempts?: number;
  delayMs?: number;
  /** Larger files are refused. Default 64 MiB, the most that the engine reads. */
  maxBytes?: number;
  onProgress?: (receivedBytes: number, totalBytes: number) => void;
};

/**
 * Fetches the weights file, going on where a broken attempt stopped. Every chunk is checked (CRC-32C), then the whole
 * file (SHA-256). The caller still compares the commitment with the chain.
 */
export async function downloadWeights(
  openAt: (offset: number) => AsyncIterable<WeightsChunk>,
  sink: WeightsSink,
  explain: (cause: unknown) => ClientError,
  options: DownloadOptions,
): Promise<Uint8Array> {
  const attempts = options.attempts ?? 5;
  let restarted = false;
  for (let failures = 0; ; ) {
    const before = await sink.size();
    try {
      const sha256 = await receive(openAt(before), sink, before, options);
      const bytes = await sink.read();
      if (!createHash('sha256').update(bytes).digest().equals(sha256)) {
        throw new ClientError(
          'CHECKSUM_MISMATCH',
          'the weights file does not have the SHA-256 that the node named',
          {
            next: 'download again from the start',
          },
        );
      }
      await sink.finish();
      return bytes;
    } catch (cause) {
      const error = cause instanceof ClientError ? cause : explain(cause);
      if (error.code === 'NODE_REFUSED' || error.code === 'WEIGHTS_MISMATCH') throw error;
      if (error.code === 'CHECKSUM_MISMATCH') {
        if (restarted) throw error;
        // A stale partial file is the likeliest reason: once from the start, then it is the node's fault.
        restarted = true;
        await sink.reset();
      }
      failures = (await sink.size()) > before ? 1 : failures + 1;
      if (failures >= attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, (options.delayMs ?? 300) * failures));
    }
  }
}

async function receive(
  chunks: AsyncIterable<WeightsChunk>,
  sink: WeightsSink,
  from: number,
  options: DownloadOptions,
): Promise<Uint8Array> {
  const maxBytes = options.maxBytes ?? MAX_BYTES;
  let offset = from;
  let total: number | undefined;
  for await (const chunk of chunks) {
    if (Number(chunk.offset) !== offset) {
      throw new ClientError(
        'CHECKSUM_MISMATCH',
        `expected byte ${offset}, the node sent byte ${chunk.offset}`,
        {
          next: 'download again',
        },
      );
    }
    if (crc32c(chunk.data) !== chunk.checksum >>> 0) {
      throw new ClientError('CHECKSUM_MISMATCH', `the chunk at byte ${offset} was damaged on the way`, {
        next: 'download again',
      });
    }
    total ??= Number(chunk.totalBytes);
    const last = chunk.sha256.length === 32;
    const end = offset + chunk.data.length;
    const stuck = chunk.data.length === 0 && !last;
    if (total > maxBytes || Number(chunk.totalBytes) !== total || end > total || stuck) {
      // Whoever could send for ever would fill our disk.
      throw new ClientError(
        'WEIGHTS_MISMATCH',
        `the node sends ${end} of ${chunk.totalBytes} bytes in a chunk of ${chunk.data.length}; at most ${maxBytes} are taken`,
        { next: 'do not waive the objection; the node does not keep to the protocol' },
      );
    }
    if (chunk.data.length > 0) await sink.append(chunk.data);
    offset = end;
    options.onProgress?.(offset, Number(chunk.totalBytes));
    if (last) return chunk.sha256;
  }
  throw new ClientError('STREAM_LOST', `the node stopped after ${offset} bytes`, { next: 'download again' });
}

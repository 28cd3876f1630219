import { createHash, type Hash } from 'node:crypto';
import { crc32c } from '@cyxwiz/protocol';
import { ClientError } from '../errors.ts';
import type { WeightsSink } from './weights-sink.ts';

/** What the engine reads; no weights of an exact job are larger. */
const MAX_BYTES = 64 * 1024 * 1024;

export type WeightsChunk = {
  offset: string;
  totalBytes: string;
  data: Uint8Array;
  checksum: number;
  sha256: Uint8Array;
};

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
): Promise<void> {
  const attempts = options.attempts ?? 5;
  let restarted = false;
  for (let failures = 0; ; ) {
    const before = await sink.size();
    try {
      const hash = createHash('sha256');
      if (before > 0) for await (const part of sink.parts()) hash.update(part);
      const sha256 = await receive(openAt(before), sink, before, hash, options);
      if (!hash.digest().equals(sha256)) {
        throw new ClientError(
          'CHECKSUM_MISMATCH',
          'the weights file does not have the SHA-256 that the node named',
          {
            next: 'download again from the start',
          },
        );
      }
      await sink.finish();
      return;
    } catch (cause) {
      const error = cause instanceof ClientError ? cause : explain(cause);
      const reached = await sink.size();
      if (error.code === 'NODE_REFUSED' || error.code === 'WEIGHTS_MISMATCH') throw error;
      if (error.code === 'CHECKSUM_MISMATCH') {
        if (restarted) throw error;
        // A stale partial file is the likeliest reason: once from the start, then it is the node's fault.
        restarted = true;
        await sink.reset();
      }
      failures = reached > before ? 1 : failures + 1;
      if (failures >= attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, (options.delayMs ?? 300) * failures));
    }
  }
}

async function receive(
  chunks: AsyncIterable<WeightsChunk>,
  sink: WeightsSink,
  from: number,
  hash: Hash,
  options: DownloadOptions,
): Promise<Uint8Array> {
  const maxBytes = options.maxBytes ?? MAX_BYTES;
  let offset = from;
  let total: number | undefined;
  let kept = Promise.resolve();
  try {
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
      if (chunk.data.length > 0) {
        // While this chunk goes to the disk the next one is received and checked.
        await kept;
        kept = sink.append(chunk.data);
        kept.catch(() => {});
        hash.update(chunk.data);
      }
      offset = end;
      options.onProgress?.(offset, Number(chunk.totalBytes));
      if (last) {
        await kept;
        return chunk.sha256;
      }
    }
  } finally {
    // Whoever goes on from here has to find it there.
    await kept.catch(() => {});
  }
  throw new ClientError('STREAM_LOST', `the node stopped after ${offset} bytes`, { next: 'download again' });
}

import { crc32c } from '@cyxwiz/protocol';
import { NodeError } from '../domain/errors.ts';
import type { UploadStore } from '../ports/job-store.ts';

/** Chunks above this are refused; the client is told in ConnectResponse. */
export const MAX_CHUNK_BYTES = 256 * 1024;

export interface FileChunk {
  readonly offset: bigint;
  readonly totalBytes: bigint;
  /** Good until the next chunk is asked for. */
  readonly data: Uint8Array;
  readonly checksum: number;
}

/**
 * Takes the chunks of one call, and returns how many bytes are there. What arrived stays for the next call.
 * @throws NodeError UPLOAD_*
 */
export async function takeChunks(
  job: string,
  chunks: AsyncIterable<FileChunk>,
  store: UploadStore,
  maxBytes: number,
): Promise<number> {
  let received = await store.size(job);
  let total: bigint | null = null;
  let first = true;
  for await (const chunk of chunks) {
    total ??= chunk.totalBytes;
    // A client may start over: its first chunk then replaces what was there.
    if (first && chunk.offset === 0n) received = 0;
    first = false;
    checkChunk(chunk, received, total, maxBytes);
    await store.append(job, Number(chunk.offset), chunk.data);
    received = Number(chunk.offset) + chunk.data.length;
  }
  if (total === null && received === 0) {
    throw new NodeError('UPLOAD_EMPTY', 'the upload has no chunks: send the file');
  }
  // Without a chunk the client has nothing left to send: the agent died between the last one and the root, which now
  // says whether that is so.
  if (total !== null && BigInt(received) < total) {
    throw new NodeError('UPLOAD_INCOMPLETE', `${received} of ${total} bytes are here: go on from there`, {
      received: String(received),
    });
  }
  return received;
}

function checkChunk(chunk: FileChunk, received: number, total: bigint, maxBytes: number): void {
  const { offset, totalBytes, data, checksum } = chunk;
  const at = { offset: String(offset), received: String(received) };
  if (totalBytes > BigInt(maxBytes)) {
    throw new NodeError(
      'UPLOAD_TOO_LARGE',
      `${totalBytes} bytes are more than the ${maxBytes} this node takes`,
      {
        limit: String(maxBytes),
      },
    );
  }
  if (totalBytes !== total) {
    throw new NodeError(
      'UPLOAD_SIZE_CHANGED',
      `the total went from ${total} to ${totalBytes} bytes within one upload`,
    );
  }
  if (data.length === 0) throw new NodeError('UPLOAD_EMPTY', 'a chunk is empty: send at least one byte', at);
  if (data.length > MAX_CHUNK_BYTES) {
    throw new NodeError(
      'UPLOAD_CHUNK_TOO_LARGE',
      `a chunk has ${data.length} bytes, at most ${MAX_CHUNK_BYTES} are taken`,
    );
  }
  if (offset !== BigInt(received)) {
    throw new NodeError(
      'UPLOAD_OFFSET',
      `the chunk starts at ${offset}, the next byte wanted is ${received}`,
      at,
    );
  }
  if (offset + BigInt(data.length) > total) {
    throw new NodeError(
      'UPLOAD_TOO_LARGE',
      `the chunk reaches beyond the ${total} bytes that were announced`,
      at,
    );
  }
  if (crc32c(data) !== checksum) {
    throw new NodeError(
      'UPLOAD_CHECKSUM',
      `the chunk at ${offset} was damaged on the way: send it again`,
      at,
    );
  }
}

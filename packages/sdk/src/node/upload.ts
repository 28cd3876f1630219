import { open } from 'node:fs/promises';
import { type ChunkSource, sendChunks } from '@cyxwiz/protocol';
import type { ClientWritableStream } from '@grpc/grpc-js';
import { ClientError } from '../errors.ts';

type UploadReply = { receivedBytes: string; datasetRoot: Uint8Array };
/** Its messages are written as bytes (ChunkFrame). */
type UploadCall = Pick<ClientWritableStream<Buffer>, 'write' | 'end' | 'on'>;

/** A data set: bytes in memory, or a file that is read piece by piece, however large it is. */
export type DatasetSource = Uint8Array | ChunkSource;

/** A file to upload; close it when done. */
export async function fileDataset(path: string): Promise<ChunkSource & { close(): Promise<void> }> {
  const file = await open(path, 'r');
  const { size } = await file.stat();
  return {
    size,
    async read(into, offset) {
      for (let at = 0; at < into.length; ) {
        const { bytesRead } = await file.read(into, at, into.length - at, offset + at);
        if (bytesRead === 0) {
          throw new ClientError('BAD_INPUT', `${path} became shorter while it was sent`, {
            next: 'upload a file that nobody writes to',
          });
        }
        at += bytesRead;
      }
    },
    close: () => file.close(),
  };
}

function inMemory(bytes: Uint8Array): ChunkSource {
  return {
    size: bytes.length,
    read: async (into, offset) => into.set(bytes.subarray(offset, offset + into.length)),
  };
}

export type UploadOptions = {
  offset: number;
  chunkBytes: number;
  onProgress?: (sentBytes: number, totalBytes: number) => void;
};

/** Sends the data set from `offset`, as fast as the node takes it, and returns the root that the node computed. */
export async function uploadDataset(
  open: (done: (error: unknown, reply?: UploadReply) => void) => UploadCall,
  dataset: DatasetSource,
  options: UploadOptions,
): Promise<Uint8Array> {
  const source = dataset instanceof Uint8Array ? inMemory(dataset) : dataset;
  const over = new AbortController();
  const { promise: reply, resolve, reject } = Promise.withResolvers<UploadReply>();
  // Awaited below; without this a refusal while chunks are sent would count as unhandled.
  reply.catch(() => {});
  const stream = open((error, value) => {
    if (error) reject(error);
    else if (value) resolve(value);
    else reject(new Error('the node answered nothing'));
    over.abort(new Error('the call is over'));
  });
  // grpc-js also reports the error on the stream; the callback above already carries it.
  stream.on('error', () => {});
  try {
    if (options.offset < source.size) {
      await sendChunks(source, {
        from: options.offset,
        chunkBytes: options.chunkBytes,
        signal: over.signal,
        write: (message, taken) => void stream.write(message, taken),
        onSent: (sent) => options.onProgress?.(sent, source.size),
      });
    }
    stream.end();
  } catch (error) {
    // The node's own answer says more than that the call is over.
    if (!over.signal.aborted) {
      stream.end();
      throw error;
    }
  }
  const { receivedBytes, datasetRoot } = await reply;
  if (BigInt(receivedBytes) !== BigInt(source.size)) {
    throw new ClientError('CHECKSUM_MISMATCH', `the node holds ${receivedBytes} of ${source.size} bytes`, {
      next: 'upload again; it goes on where the node stopped',
    });
  }
  return new Uint8Array(datasetRoot);
}

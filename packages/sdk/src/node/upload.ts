import { open } from 'node:fs/promises';
import { type ChunkSource, sendChunks } from '@cyxwiz/protocol';
import type { ClientWritableStream } from '@grpc/grpc-js';
import { ClientError } from '../errors.ts';
import { streamOfCall, writeMessage } from './call-stream.ts';

type UploadReply = { receivedBytes: string };
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
  /** What tells this call from others. */
  call: { path: string; session: string };
  onProgress?: (sentBytes: number, totalBytes: number) => void;
};

type Open<Reply> = (done: (error: unknown, reply?: Reply) => void) => UploadCall;

/** Sends the data set from `offset`, as fast as the node takes it, and returns the root that the node computed. */
export async function uploadDataset(
  open: Open<UploadReply & { datasetRoot: Uint8Array }>,
  dataset: DatasetSource,
  options: UploadOptions,
): Promise<Uint8Array> {
  return new Uint8Array((await upload(open, dataset, options)).datasetRoot);
}

/** Sends a checkpoint from `offset`, and returns the commitment that the node computed. */
export async function uploadCheckpoint(
  open: Open<UploadReply & { weightsCommitment: Uint8Array }>,
  checkpoint: DatasetSource,
  options: UploadOptions,
): Promise<Uint8Array> {
  return new Uint8Array((await upload(open, checkpoint, options)).weightsCommitment);
}

async function upload<Reply extends UploadReply>(
  open: Open<Reply>,
  dataset: DatasetSource,
  options: UploadOptions,
): Promise<Reply> {
  const source = dataset instanceof Uint8Array ? inMemory(dataset) : dataset;
  const over = new AbortController();
  const { promise: reply, resolve, reject } = Promise.withResolvers<Reply>();
  // Awaited below; without this a refusal while chunks are sent would count as unhandled.
  reply.catch(() => {});
  const wire = streamOfCall(options.call, over.signal);
  const stream = open((error, value) => {
    if (error) reject(error);
    else if (value) resolve(value);
    else reject(new Error('the node answered nothing'));
    over.abort(new Error('the call is over'));
  });
  // grpc-js also reports the error on the stream; the callback above already carries it.
  stream.on('error', () => {});
  const broken = new AbortController();
  const breakOff = () => broken.abort(new Error('the stream of the call broke'));
  try {
    const direct = await wire;
    if (options.offset < source.size) {
      await sendChunks(source, {
        from: options.offset,
        chunkBytes: options.chunkBytes,
        signal: AbortSignal.any([over.signal, broken.signal]),
        write: (message, taken) => {
          if (direct === null) stream.write(message, taken);
          else writeMessage(direct, message, taken, breakOff);
        },
        onSent: (sent) => options.onProgress?.(sent, source.size),
      });
    }
    stream.end();
  } catch (error) {
    if (!over.signal.aborted) stream.end();
    // The answer to the call says more than that it is over.
    if (!over.signal.aborted && !broken.signal.aborted) throw error;
  }
  const answer = await reply;
  const { receivedBytes } = answer;
  if (BigInt(receivedBytes) !== BigInt(source.size)) {
    throw new ClientError('CHECKSUM_MISMATCH', `the node holds ${receivedBytes} of ${source.size} bytes`, {
      next: 'upload again; it goes on where the node stopped',
    });
  }
  return answer;
}

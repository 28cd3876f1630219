import { type FileHandle, open } from 'node:fs/promises';
import { type ChunkSource, fromHex, sendChunks } from '@cyxwiz/protocol';
import type { ServerWritableStream } from '@grpc/grpc-js';
import { NodeError } from '../../domain/errors.ts';
import type { StoredFile } from '../../domain/job-record.ts';
import { MAX_CHUNK_BYTES } from '../../usecases/take-chunks.ts';
import { IDLE_MS } from './call-surroundings.ts';

interface Sending {
  readonly path: string;
  readonly file: StoredFile;
  readonly from: bigint;
  /** Fields, encoded, that the first message of the call has besides: messages that follow each other are one. */
  readonly besides?: Buffer;
}

/** Streams a file from `from` on, no faster than it is read; messages come encoded. @throws NodeError OFFSET_INVALID */
export async function sendFile<Request>(
  call: ServerWritableStream<Request, Buffer>,
  { path, file: { bytes: total, sha256 }, from, besides }: Sending,
): Promise<void> {
  if (from > BigInt(total)) {
    throw new NodeError('OFFSET_INVALID', `the offset ${from} lies beyond the ${total} bytes`, {
      total: String(total),
    });
  }
  const file = await open(path, 'r');
  const gone = new AbortController();
  const leave = () => gone.abort(new Error('the client is gone'));
  const silent = setTimeout(
    () =>
      gone.abort(
        new NodeError('OFFSET_INVALID', 'nothing was read for a minute: call again with the offset reached'),
      ),
    IDLE_MS,
  );
  call.once('cancelled', leave);
  let first = besides;
  try {
    await sendChunks(sourceOf(file, total), {
      from: Number(from),
      chunkBytes: MAX_CHUNK_BYTES,
      sha256: fromHex(sha256),
      signal: gone.signal,
      write: (message, taken) => {
        const whole = first === undefined ? message : Buffer.concat([message, first]);
        first = undefined;
        call.write(whole, () => {
          silent.refresh();
          taken();
        });
      },
    });
  } finally {
    clearTimeout(silent);
    call.removeListener('cancelled', leave);
    await file.close();
  }
}

function sourceOf(file: FileHandle, size: number): ChunkSource {
  return {
    size,
    async read(into, offset) {
      for (let at = 0; at < into.length; ) {
        const { bytesRead } = await file.read(into, at, into.length - at, offset + at);
        if (bytesRead === 0) throw new NodeError('INTERNAL', 'the file is shorter than it was');
        at += bytesRead;
      }
    },
  };
}

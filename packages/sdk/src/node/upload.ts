import { crc32c } from '@cyxwiz/protocol';
import type { ClientWritableStream } from '@grpc/grpc-js';
import { ClientError } from '../errors.ts';

type UploadReply = { receivedBytes: string; datasetRoot: Uint8Array };
type UploadCall = ClientWritableStream<Record<string, unknown>>;

export type UploadOptions = {
  offset: number;
  chunkBytes: number;
  onProgress?: (sentBytes: number, totalBytes: number) => void;
};

/** Sends the data set from `offset`, honouring back-pressure, and returns the root that the node computed. */
export async function uploadDataset(
  open: (done: (error: unknown, reply?: UploadReply) => void) => UploadCall,
  bytes: Uint8Array,
  options: UploadOptions,
): Promise<Uint8Array> {
  let call: UploadCall | undefined;
  let refused = false;
  const reply = new Promise<UploadReply>((resolve, reject) => {
    call = open((error, value) => {
      refused = Boolean(error);
      error ? reject(error) : value ? resolve(value) : reject(new Error('the node answered nothing'));
    });
  });
  // The promise is awaited below; without this a refusal during the loop would count as unhandled.
  reply.catch(() => {});
  const stream = call as UploadCall;
  // grpc-js also reports the error on the stream; the callback above already carries it.
  stream.on('error', () => {});
  for (let offset = options.offset; offset < bytes.length && !refused; ) {
    const data = bytes.subarray(offset, offset + options.chunkBytes);
    const room = stream.write({ offset, totalBytes: bytes.length, data, checksum: crc32c(data) });
    offset += data.length;
    options.onProgress?.(offset, bytes.length);
    if (!room) await Promise.race([new Promise((r) => stream.once('drain', r)), reply.catch(() => {})]);
  }
  if (!refused) stream.end();
  const { receivedBytes, datasetRoot } = await reply;
  if (BigInt(receivedBytes) !== BigInt(bytes.length)) {
    throw new ClientError('CHECKSUM_MISMATCH', `the node holds ${receivedBytes} of ${bytes.length} bytes`, {
      next: 'upload again; it goes on where the node stopped',
    });
  }
  return new Uint8Array(datasetRoot);
}

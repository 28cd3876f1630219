import { type nodeV1, wireBigint } from '@cyxwiz/protocol';
import type { ServerReadableStream, sendUnaryData } from '@grpc/grpc-js';
import { NodeError } from '../../domain/errors.ts';
import type { ActiveJob } from '../../usecases/active-job.ts';
import { receiveCheckpoint } from '../../usecases/receive-checkpoint.ts';
import { receiveDataset } from '../../usecases/receive-dataset.ts';
import type { FileChunk } from '../../usecases/take-chunks.ts';
import { type CallSurroundings, IDLE_MS } from './call-surroundings.ts';

/** Both uploads carry the same chunks. */
type Upload<Response> = ServerReadableStream<nodeV1.UploadDatasetRequest__Output, Response>;
type Receive<Response> = (job: ActiveJob, chunks: AsyncIterable<FileChunk>) => Promise<Response>;

export function uploadCall(around: CallSurroundings & { readonly maxBytes: number }) {
  return receiving<nodeV1.UploadDatasetResponse>(around, async (job, chunks) => {
    const { receivedBytes, root } = await receiveDataset(job, chunks, around.ports, around.maxBytes);
    return { receivedBytes, datasetRoot: root };
  });
}

export function checkpointUploadCall(around: CallSurroundings) {
  return receiving<nodeV1.UploadCheckpointResponse>(around, async (job, chunks) => {
    const { receivedBytes, weights } = await receiveCheckpoint(job, chunks, around.ports);
    return { receivedBytes, weightsCommitment: weights };
  });
}

function receiving<Response>(around: CallSurroundings, receive: Receive<Response>) {
  return (call: Upload<Response>, callback: sendUnaryData<Response>) => {
    const received = async () => receive(around.jobOf(call), chunksOf(call));
    received().then(
      (response) => callback(null, response),
      (error: unknown) => callback(around.fail(error)),
    );
  };
}

/** The chunks as they come; ends in an error when the client goes away or falls silent. */
async function* chunksOf<Response>(call: Upload<Response>): AsyncGenerator<FileChunk> {
  const end = (why: string) => call.destroy(new NodeError('UPLOAD_INCOMPLETE', why));
  const idle = setTimeout(() => end('no chunk came for a minute: go on from what was received'), IDLE_MS);
  const cancelled = () => end('the client ended the call: go on from what was received');
  call.once('cancelled', cancelled);
  try {
    for await (const message of call as AsyncIterable<nodeV1.UploadDatasetRequest__Output>) {
      idle.refresh();
      yield {
        offset: wireBigint(message.offset),
        totalBytes: wireBigint(message.totalBytes),
        data: message.data,
        checksum: message.checksum,
      };
      giveBack(message.data);
    }
    if (call.cancelled) throw new NodeError('UPLOAD_INCOMPLETE', 'the client ended the call');
  } finally {
    clearTimeout(idle);
    call.removeListener('cancelled', cancelled);
  }
}

/** Small messages share their memory with others. */
const OWN_BYTES = 64 * 1024;

/**
 * Frees the memory of a chunk that was taken. Left to V8 it counts as growth of the heap, which is then marked whole every
 * few dozen chunks, and the next chunks come into memory that no cache holds.
 */
function giveBack({ buffer }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength > OWN_BYTES) buffer.transfer(0);
}

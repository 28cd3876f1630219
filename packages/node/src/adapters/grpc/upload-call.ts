import { type nodeV1, wireBigint } from '@cyxwiz/protocol';
import type { ServerReadableStream, sendUnaryData } from '@grpc/grpc-js';
import { NodeError } from '../../domain/errors.ts';
import { type DatasetChunk, receiveDataset } from '../../usecases/receive-dataset.ts';
import { type CallSurroundings, IDLE_MS } from './call-surroundings.ts';

type UploadCall = ServerReadableStream<nodeV1.UploadDatasetRequest__Output, nodeV1.UploadDatasetResponse>;

export function uploadCall(around: CallSurroundings & { readonly maxBytes: number }) {
  return (call: UploadCall, callback: sendUnaryData<nodeV1.UploadDatasetResponse>) => {
    receive(call, around).then(
      (response) => callback(null, response),
      (error: unknown) => callback(around.fail(error)),
    );
  };
}

async function receive(
  call: UploadCall,
  around: CallSurroundings & { readonly maxBytes: number },
): Promise<nodeV1.UploadDatasetResponse> {
  const job = around.jobOf(call);
  const { receivedBytes, root } = await receiveDataset(job, chunksOf(call), around.ports, around.maxBytes);
  return { receivedBytes, datasetRoot: root };
}

/** The chunks as they come; ends in an error when the client goes away or falls silent. */
async function* chunksOf(call: UploadCall): AsyncGenerator<DatasetChunk> {
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
    }
    if (call.cancelled) throw new NodeError('UPLOAD_INCOMPLETE', 'the client ended the call');
  } finally {
    clearTimeout(idle);
    call.removeListener('cancelled', cancelled);
  }
}

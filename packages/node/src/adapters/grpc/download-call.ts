import { open } from 'node:fs/promises';
import { crc32c, fromHex, type nodeV1, wireBigint } from '@cyxwiz/protocol';
import type { ServerWritableStream } from '@grpc/grpc-js';
import { NodeError } from '../../domain/errors.ts';
import { weightsReady } from '../../domain/job-machine.ts';
import { MAX_CHUNK_BYTES } from '../../usecases/receive-dataset.ts';
import { type CallSurroundings, IDLE_MS } from './call-surroundings.ts';

type DownloadCall = ServerWritableStream<
  nodeV1.DownloadWeightsRequest__Output,
  nodeV1.DownloadWeightsResponse
>;

export function downloadCall(around: CallSurroundings) {
  return (call: DownloadCall) => {
    send(call, around).then(
      () => call.end(),
      (error: unknown) => {
        if (!call.cancelled) call.emit('error', around.fail(error));
      },
    );
  };
}

async function send(call: DownloadCall, { jobOf, ports }: CallSurroundings): Promise<void> {
  const job = jobOf(call);
  const { weights } = job.record;
  if (weights === null || !weightsReady(job.record)) {
    throw new NodeError(
      'WEIGHTS_NOT_READY',
      'weights can be had once the final anchor is on chain (state PROVING)',
    );
  }
  const total = weights.bytes;
  const from = wireBigint(call.request.offset);
  if (from > BigInt(total)) {
    throw new NodeError('OFFSET_INVALID', `the offset ${from} lies beyond the ${total} bytes`, {
      total: String(total),
    });
  }
  const file = await open(ports.jobs.path(job.address, weights.name), 'r');
  try {
    let offset = Number(from);
    do {
      const data = Buffer.allocUnsafe(Math.min(MAX_CHUNK_BYTES, total - offset));
      const { bytesRead } = await file.read(data, 0, data.length, offset);
      if (bytesRead !== data.length)
        throw new NodeError('INTERNAL', 'the weights file is shorter than it was');
      const last = offset + data.length === total;
      const more = call.write({
        offset,
        totalBytes: total,
        data,
        checksum: crc32c(data),
        sha256: last ? fromHex(weights.sha256) : new Uint8Array(0),
      });
      offset += data.length;
      if (!more && offset < total) await drained(call);
    } while (offset < total && !call.cancelled);
  } finally {
    await file.close();
  }
}

/** Waits for a slow reader, but not for one that is gone. */
function drained(call: DownloadCall): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error) => {
      clearTimeout(idle);
      call.removeListener('drain', onDrain);
      call.removeListener('cancelled', onDrain);
      if (error === undefined) resolve();
      else reject(error);
    };
    const onDrain = () => done();
    const idle = setTimeout(
      () =>
        done(
          new NodeError(
            'OFFSET_INVALID',
            'nothing was read for a minute: call again with the offset reached',
          ),
        ),
      IDLE_MS,
    );
    call.once('drain', onDrain);
    call.once('cancelled', onDrain);
  });
}

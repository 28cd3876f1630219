import { type FileHandle, open } from 'node:fs/promises';
import { type ChunkSource, fromHex, type nodeV1, sendChunks, wireBigint } from '@cyxwiz/protocol';
import type { ServerWritableStream } from '@grpc/grpc-js';
import { NodeError } from '../../domain/errors.ts';
import { weightsReady } from '../../domain/job-machine.ts';
import type { ActiveJob } from '../../usecases/active-job.ts';
import { MAX_CHUNK_BYTES } from '../../usecases/receive-dataset.ts';
import { type CallSurroundings, IDLE_MS } from './call-surroundings.ts';

/** Its messages are written as bytes; see service-definition.ts. */
type DownloadCall = ServerWritableStream<nodeV1.DownloadWeightsRequest__Output, Buffer>;

/** Downloads of one job at the same time; each holds a few chunks in memory for a reader that is slow. */
const MAX_OF_A_JOB = 4;

export function downloadCall(around: CallSurroundings & { readonly maxDownloads: number }) {
  const running = new Map<ActiveJob, number>();
  let all = 0;
  return (call: DownloadCall) => {
    const serve = async () => {
      const job = around.jobOf(call);
      const ofJob = running.get(job) ?? 0;
      if (ofJob >= MAX_OF_A_JOB || all >= around.maxDownloads) {
        throw new NodeError(
          'DOWNLOAD_BUSY',
          `${ofJob} downloads of this job and ${all} in all are under way: try again when one of them has ended`,
          { ofJob: String(MAX_OF_A_JOB), all: String(around.maxDownloads) },
        );
      }
      running.set(job, ofJob + 1);
      all += 1;
      try {
        await send(call, job, around);
      } finally {
        all -= 1;
        const left = (running.get(job) ?? 1) - 1;
        if (left === 0) running.delete(job);
        else running.set(job, left);
      }
    };
    serve().then(
      () => call.end(),
      (error: unknown) => {
        if (!call.cancelled) call.emit('error', around.fail(error));
      },
    );
  };
}

async function send(call: DownloadCall, job: ActiveJob, { ports }: CallSurroundings): Promise<void> {
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
  try {
    await sendChunks(sourceOf(file, total), {
      from: Number(from),
      chunkBytes: MAX_CHUNK_BYTES,
      sha256: fromHex(weights.sha256),
      signal: gone.signal,
      write: (message, taken) => {
        call.write(message, () => {
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
        if (bytesRead === 0) throw new NodeError('INTERNAL', 'the weights file is shorter than it was');
        at += bytesRead;
      }
    },
  };
}

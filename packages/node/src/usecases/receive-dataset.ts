import { MAX_DATASET_BYTES } from '@cyxwiz/engine';
import { crc32c, equalBytes, fromHex, toHex } from '@cyxwiz/protocol';
import { NodeError } from '../domain/errors.ts';
import { isOver } from '../domain/job-machine.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';
import type { ActiveJob } from './active-job.ts';

/** Chunks above this are refused; the client is told in ConnectResponse. */
export const MAX_CHUNK_BYTES = 256 * 1024;

export interface DatasetChunk {
  readonly offset: bigint;
  readonly totalBytes: bigint;
  readonly data: Uint8Array;
  readonly checksum: number;
}

export interface ReceivedDataset {
  readonly receivedBytes: number;
  readonly root: Uint8Array;
}

/** Jobs with an upload under way. */
const uploading = new WeakSet<ActiveJob>();

/**
 * Takes the chunks of one call. What arrived stays for the next call, unless the whole turns out not to be the data set
 * of the job. Data sets are kept a job, never shared by root: a root is public, and training on somebody else's data
 * would leak it.
 * @throws NodeError UPLOAD_*, DATASET_*
 */
export async function receiveDataset(
  job: ActiveJob,
  chunks: AsyncIterable<DatasetChunk>,
  ports: AgentPorts,
  maxBytes: number,
): Promise<ReceivedDataset> {
  if (isOver(job.record.phase))
    throw new NodeError('JOB_ENDED', 'the job is over; nothing more is taken for it');
  if (job.record.dataset !== null) {
    return { receivedBytes: job.record.dataset.bytes, root: fromHex(job.spec.datasetRoot, 32) };
  }
  if (uploading.has(job)) {
    throw new NodeError('UPLOAD_BUSY', 'another upload for this job is under way: wait for it or end it');
  }
  uploading.add(job);
  try {
    const limit = job.spec.engine === 'exact' ? Math.min(maxBytes, MAX_DATASET_BYTES) : maxBytes;
    const received = await takeChunks(job, chunks, ports, limit);
    return { receivedBytes: received, root: await keepIfRight(job, ports) };
  } finally {
    await ports.uploads.release(job.address);
    uploading.delete(job);
  }
}

async function takeChunks(
  job: ActiveJob,
  chunks: AsyncIterable<DatasetChunk>,
  ports: AgentPorts,
  maxBytes: number,
): Promise<number> {
  let received = await ports.uploads.size(job.address);
  let total: bigint | null = null;
  let first = true;
  for await (const chunk of chunks) {
    total ??= chunk.totalBytes;
    // A client may start over: its first chunk then replaces what was there.
    if (first && chunk.offset === 0n) received = 0;
    first = false;
    checkChunk(chunk, received, total, maxBytes);
    await ports.uploads.append(job.address, Number(chunk.offset), chunk.data);
    received = Number(chunk.offset) + chunk.data.length;
  }
  if (total === null && received === 0) {
    throw new NodeError('UPLOAD_EMPTY', 'the upload has no chunks: send the data set');
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

function checkChunk(chunk: DatasetChunk, received: number, total: bigint, maxBytes: number): void {
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

/** Computes the root of what arrived; only the data set of the job gets its name. */
async function keepIfRight(job: ActiveJob, ports: AgentPorts): Promise<Uint8Array> {
  const { path, sha256 } = await ports.uploads.finish(job.address);
  try {
    const { root, batches } = await ports.engine.datasetFacts(job.spec, path, sha256);
    if (!equalBytes(root, fromHex(job.spec.datasetRoot, 32))) {
      throw new NodeError(
        'DATASET_ROOT',
        `the data set's root is ${toHex(root)}, the job's ${job.spec.datasetRoot}: upload the file that the job was made from`,
        { root: toHex(root) },
      );
    }
    const { exact } = job.spec;
    if (exact !== undefined && batches !== exact.batches) {
      throw new NodeError(
        'DATASET_BATCHES',
        `the data set has ${batches} batches, the specification says ${exact.batches}: no step of such a job can be proven, order it anew`,
        { batches: String(batches) },
      );
    }
    const dataset = await ports.uploads.commit(job.address);
    await job.update((record) => ({ ...record, dataset }));
    ports.log.info({ job: job.address, bytes: dataset.bytes }, 'the data set is complete');
    return root;
  } catch (error) {
    await ports.uploads.discard(job.address);
    throw error;
  }
}

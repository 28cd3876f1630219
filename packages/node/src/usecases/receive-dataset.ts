import { MAX_DATASET_BYTES } from '@cyxwiz/engine';
import { equalBytes, fromHex, toHex } from '@cyxwiz/protocol';
import { NodeError } from '../domain/errors.ts';
import { isOver } from '../domain/job-machine.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';
import type { ActiveJob } from './active-job.ts';
import { type FileChunk, takeChunks } from './take-chunks.ts';

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
  chunks: AsyncIterable<FileChunk>,
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
    const received = await takeChunks(job.address, chunks, ports.uploads, limit);
    return { receivedBytes: received, root: await keepIfRight(job, ports) };
  } finally {
    await ports.uploads.release(job.address);
    uploading.delete(job);
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

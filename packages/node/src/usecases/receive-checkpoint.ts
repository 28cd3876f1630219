import { equalBytes, toHex } from '@cyxwiz/protocol';
import { NodeError } from '../domain/errors.ts';
import { isOver } from '../domain/job-machine.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';
import type { EscrowJob } from '../ports/chain.ts';
import type { ActiveJob } from './active-job.ts';
import { readStage } from './read-stage.ts';
import { type FileChunk, takeChunks } from './take-chunks.ts';

const START = 'start.safetensors';

export interface ReceivedCheckpoint {
  readonly receivedBytes: number;
  /** Commitment to its weights. */
  readonly weights: Uint8Array;
}

/** Jobs with an upload under way. */
const uploading = new WeakSet<ActiveJob>();

/**
 * Takes the state that this node's stage of the job begins with. Whose it was does not matter: the escrow names the
 * commitment of the last checkpoint that was proven, and nothing else is kept.
 * @throws NodeError UPLOAD_*, CHECKPOINT_UNWANTED, CHECKPOINT_MISMATCH, JOB_ENDED, CHAIN_UNAVAILABLE
 */
export async function receiveCheckpoint(
  job: ActiveJob,
  chunks: AsyncIterable<FileChunk>,
  ports: AgentPorts,
): Promise<ReceivedCheckpoint> {
  if (isOver(job.record.phase))
    throw new NodeError('JOB_ENDED', 'the job is over; nothing more is taken for it');
  const escrow = await readStage(job, ports);
  const { epochsDone, initialWeights } = escrow;
  if (epochsDone === 0) {
    throw new NodeError(
      'CHECKPOINT_UNWANTED',
      'this job begins with the first weights of its specification: there is no checkpoint to send',
    );
  }
  const { start } = job.record;
  if (start !== null) return { receivedBytes: start.bytes, weights: initialWeights };
  if (uploading.has(job)) {
    throw new NodeError('UPLOAD_BUSY', 'another upload for this job is under way: wait for it or end it');
  }
  uploading.add(job);
  try {
    const limit = ports.engine.maxStateBytes(job.spec);
    const receivedBytes = await takeChunks(job.address, chunks, ports.starts, limit);
    await keepIfRight(job, escrow, ports);
    return { receivedBytes, weights: initialWeights };
  } finally {
    await ports.starts.release(job.address);
    uploading.delete(job);
  }
}

/** Only the state whose commitment is in the escrow gets its name. */
async function keepIfRight(job: ActiveJob, escrow: EscrowJob, ports: AgentPorts): Promise<void> {
  const { epochsDone, initialWeights } = escrow;
  const { path, sha256 } = await ports.starts.finish(job.address);
  try {
    const { weights, state } = await ports.engine.stageStart(job.spec, path, sha256, epochsDone);
    if (!equalBytes(weights, initialWeights)) {
      throw new NodeError(
        'CHECKPOINT_MISMATCH',
        `the checkpoint's commitment is ${toHex(weights)}, the escrow goes on from ${toHex(initialWeights)}: upload the state behind epoch ${epochsDone} of this job`,
        { commitment: toHex(weights), wanted: toHex(initialWeights), epoch: String(epochsDone) },
      );
    }
    const start = await ports.jobs.writeFile(job.address, START, state);
    await job.update((record) => ({ ...record, start, epochsDone }));
    ports.log.info({ job: job.address, epoch: epochsDone }, 'the checkpoint to go on from is complete');
  } finally {
    await ports.starts.discard(job.address);
  }
}

import { rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { jobId, nodeId, parseJobSpec } from '@cyxwiz/protocol';
import {
  ClientError,
  type CyxwizClient,
  fileSink,
  MAX_PROGRAM_WEIGHTS_BYTES,
  type NodeSession,
  verifyCheckpoint,
  verifyNodeReceipt,
} from '@cyxwiz/sdk';
import type { Context } from '../context.ts';
import { bar } from '../output/text.ts';
import type { JobFile } from './job-file.ts';
import type { TakenWeights } from './take-weights.ts';

export interface TakenCheckpoint extends TakenWeights {
  /** The last epoch that it contains. */
  readonly epoch: number;
}

/**
 * Downloads a checkpoint (epoch 0: the latest that may be had) and compares it with the chain by way of what the node
 * vouches for, before it gets its name.
 * @throws ClientError WEIGHTS_MISMATCH, RECEIPT_INVALID and failures of the download
 */
export async function takeCheckpoint(
  context: Context,
  client: CyxwizClient,
  session: NodeSession,
  { job, specJson }: Pick<JobFile, 'job' | 'specJson'>,
  epoch: number,
  output: string,
): Promise<TakenCheckpoint> {
  const path = resolve(output);
  const unchecked = `${path}.unchecked`;
  const { engine } = parseJobSpec(new TextEncoder().encode(specJson));
  const sink = fileSink(unchecked);
  const told = await session.fetchCheckpoint(epoch, sink, {
    ...(engine === 'process' ? { maxBytes: MAX_PROGRAM_WEIGHTS_BYTES } : {}),
    onProgress: (done, total) => context.output.progress(`checkpoint ${bar(done, total)} bytes`),
  });
  try {
    const bytes = await sink.read();
    // After the download, so that the anchor is there that it was waiting for.
    const { job: escrow } = await client.escrow.job(job);
    const node = await client.chain.node(nodeId(escrow.node));
    if (!node) {
      throw new ClientError('NODE_NOT_FOUND', `the job has no node on chain now`, {
        next: `look at it: cyxwiz job status ${job}`,
      });
    }
    const facts = { job: jobId(job), escrow, operator: node.value.operator };
    const receipt = verifyNodeReceipt(await session.receipt(), facts);
    const anchored = escrow.anchoredCheckpoints;
    const commitment = verifyCheckpoint(bytes, told.epoch, receipt, anchored, engine);
    await rename(unchecked, path);
    return { path, bytes: bytes.length, commitment, epoch: told.epoch };
  } catch (error) {
    await rm(unchecked, { force: true });
    throw error;
  }
}

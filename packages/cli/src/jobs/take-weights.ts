import { rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseJobSpec } from '@cyxwiz/protocol';
import {
  type CyxwizClient,
  fileSink,
  MAX_PROGRAM_WEIGHTS_BYTES,
  type NodeSession,
  verifyWeights,
} from '@cyxwiz/sdk';
import type { Context } from '../context.ts';
import { bar } from '../output/text.ts';
import type { JobFile } from './job-file.ts';

export interface TakenWeights {
  readonly path: string;
  readonly bytes: number;
  /** Commitment, equal to the anchored one. */
  readonly commitment: bigint;
}

/**
 * Downloads the weights and compares them with the chain before they get their name: a file that is there is right.
 * @throws ClientError WEIGHTS_MISMATCH and failures of the download
 */
export async function takeWeights(
  context: Context,
  client: CyxwizClient,
  session: NodeSession,
  { job, specJson }: Pick<JobFile, 'job' | 'specJson'>,
  output: string,
): Promise<TakenWeights> {
  const path = resolve(output);
  const unchecked = `${path}.unchecked`;
  const { engine } = parseJobSpec(new TextEncoder().encode(specJson));
  const bytes = await session.download(fileSink(unchecked), {
    ...(engine === 'process' ? { maxBytes: MAX_PROGRAM_WEIGHTS_BYTES } : {}),
    onProgress: (done, total) => context.output.progress(`weights ${bar(done, total)} bytes`),
  });
  try {
    const commitment = verifyWeights(bytes, (await client.escrow.job(job)).job, engine);
    await rename(unchecked, path);
    return { path, bytes: bytes.length, commitment };
  } catch (error) {
    await rm(unchecked, { force: true });
    throw error;
  }
}

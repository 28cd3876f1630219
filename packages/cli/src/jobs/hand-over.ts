import { parseJobSpec } from '@cyxwiz/protocol';
import { type CyxwizClient, fileDataset, type NodeSession, restartOf } from '@cyxwiz/sdk';
import type { Context } from '../context.ts';
import { bar } from '../output/text.ts';
import type { JobFile } from './job-file.ts';
import { findKept } from './kept-files.ts';

/**
 * Hands the state that this stage of the job begins with to its node.
 * @throws ClientError CHECKPOINT_MISSING, and those of `NodeSession.sendCheckpoint`
 */
export async function handOver(
  context: Context,
  client: CyxwizClient,
  session: NodeSession,
  { job, specJson }: Pick<JobFile, 'job' | 'specJson'>,
  keptElsewhere: readonly string[],
): Promise<void> {
  const spec = new TextEncoder().encode(specJson);
  const { job: escrow } = await client.escrow.job(job);
  const begin = restartOf({ ...escrow, state: 'Funded' });
  const path = await findKept(context.home, job, begin, parseJobSpec(spec).engine, keptElsewhere);
  const file = await fileDataset(path);
  try {
    await session.sendCheckpoint(spec, file, (done, total) =>
      context.output.progress(`checkpoint ${bar(done, total)} bytes`),
    );
  } finally {
    await file.close();
  }
  context.output.note(`handed over the state behind epoch ${begin.epoch}`);
  if (context.output.json)
    context.output.say({ data: { event: 'handed-over', epoch: begin.epoch }, text: '' });
}

import { type CyxwizClient, fileDataset, type NodeSession, restartOf } from '@cyxwiz/sdk';
import type { Context } from '../context.ts';
import { bar } from '../output/text.ts';
import type { JobFile } from './job-file.ts';
import { type StateOptions, stateToGoOnWith } from './state-to-go-on.ts';

/**
 * Hands the state that this stage of the job begins with to its node.
 * @throws those of `stateToGoOnWith` and of `NodeSession.sendCheckpoint`
 */
export async function handOver(
  context: Context,
  client: CyxwizClient,
  session: NodeSession,
  file: Pick<JobFile, 'job' | 'specJson' | 'datasetPath'>,
  options: StateOptions,
): Promise<void> {
  const { job: escrow } = await client.escrow.job(file.job);
  const begin = restartOf({ ...escrow, state: 'Funded' });
  const state = await fileDataset(await stateToGoOnWith(context, file, begin, options));
  try {
    await session.sendCheckpoint(new TextEncoder().encode(file.specJson), state, (done, total) =>
      context.output.progress(`checkpoint ${bar(done, total)} bytes`),
    );
  } finally {
    await state.close();
  }
  context.output.note(`handed over the state behind epoch ${begin.epoch}`);
  if (context.output.json)
    context.output.say({ data: { event: 'handed-over', epoch: begin.epoch }, text: '' });
}

import { fromHex, type JobSpec, parseJobSpec } from '@cyxwiz/protocol';
import { type CyxwizClient, keypairWallet, type NodeSession } from '@cyxwiz/sdk';
import { type Command, Option } from 'commander';
import type { Context, WalletOptions } from '../../context.ts';
import { badInput } from '../../failure/cli-error.ts';
import { readJobDataset } from '../../input/file.ts';
import { attendingAudits } from '../../jobs/audits.ts';
import { CheckpointKeeper } from '../../jobs/checkpoint-keeper.ts';
import { connectToNode } from '../../jobs/connect.ts';
import { followTraining } from '../../jobs/follow.ts';
import { findJobFile, type JobFile } from '../../jobs/job-file.ts';
import { takeCheckpoint } from '../../jobs/take-checkpoint.ts';
import { takeWeights } from '../../jobs/take-weights.ts';
import {
  chainOptions,
  coordinatorOptions,
  jobArgument,
  leaf,
  walletOptions,
  withOptions,
} from '../../leaf.ts';
import { bar } from '../../output/text.ts';
import type { ChainOptions, CoordinatorOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { readJob, showJob } from './status.ts';

export interface WatchOptions extends ChainOptions, CoordinatorOptions, WalletOptions {
  output?: string;
  waive?: boolean;
  keep?: string;
}

/** Nobody waives for weights that they have not looked at. */
export function requireOutputToWaive({ waive, output }: WatchOptions): void {
  if (waive !== true || output !== undefined) return;
  throw badInput(
    '--waive',
    'the weights are not asked for',
    'add --output FILE: they are checked before you waive',
  );
}

export const watchOptions = (): Option[] => [
  new Option('--output <file>', 'write the weights here when the training has ended'),
  new Option('--waive', 'give up the objection window once the weights are written and checked'),
  new Option(
    '--keep <file>',
    'keep the latest anchored checkpoint here, checked; the node proves each anchor for it',
  ),
];

const ENDED = new Set(['Settled', 'Cancelled', 'Refunded', 'TimedOut', 'Resolved']);

export function registerWatch(parent: Command, around: Surroundings): void {
  const command = leaf<WatchOptions>(
    parent,
    around,
    'watch',
    'hand the data to the node and follow the training to its end; goes on where it was left',
    async (context, options, [job = '']) => {
      requireOutputToWaive(options);
      const file = await findJobFile(context.home, job);
      const client = await context.client(options, keypairWallet(await context.wallet(options)));
      const { state } = (await readJob(client.chain, job)).value;
      if (!ENDED.has(state))
        await (file ? watchAsClient(context, client, file, options) : watchAsAnyone(context, client, job));
      await showJob(context, client.chain, job);
    },
  ).addArgument(jobArgument());
  withOptions(command, watchOptions(), chainOptions(), coordinatorOptions(), walletOptions());
}

/** The whole of it: data, training, weights, and the waiver when it is wanted. */
export async function watchAsClient(
  context: Context,
  client: CyxwizClient,
  file: JobFile,
  options: WatchOptions,
): Promise<void> {
  const specJson = new TextEncoder().encode(file.specJson);
  const spec = parseJobSpec(specJson);
  const dataset = await readJobDataset(file.datasetPath, spec.engine);
  const session = await connectToNode(client, file);
  try {
    const root = fromHex(spec.datasetRoot, 32);
    await session.sendJob(specJson, dataset, root, (done, total) =>
      context.output.progress(`data ${bar(done, total)} bytes`),
    );
    const keeper = keeperOf(context, client, session, file, spec, options.keep);
    await attendingAudits(context, client.audits, file, () =>
      followTraining(context, session, file.job, keeper),
    );
    if (options.output === undefined) return;
    const { path, bytes } = await takeWeights(context, client, session, file, options.output);
    context.output.note(`weights: ${path} (${bytes} bytes), as anchored on chain`);
    if (context.output.json) context.output.say({ data: { event: 'weights', path, bytes }, text: '' });
  } finally {
    session.close();
  }
  if (options.waive !== true) return;
  const { signature } = await client.escrow.waive(file.job);
  context.output.note(`objection waived: ${signature}`);
  if (context.output.json)
    context.output.say({ data: { event: 'waived', transaction: signature }, text: '' });
}

/** None in the exact tier: nothing of it is handed out before its final anchor, and then there are the weights. */
function keeperOf(
  context: Context,
  client: CyxwizClient,
  session: NodeSession,
  file: JobFile,
  spec: JobSpec,
  path: string | undefined,
): CheckpointKeeper | undefined {
  if (path === undefined) return undefined;
  if (spec.exact === undefined)
    return new CheckpointKeeper(context, () => takeCheckpoint(context, client, session, file, 0, path));
  throw badInput('--keep', 'a job of the exact tier has no checkpoints to keep', 'leave it away');
}

/** Without the session key: what the coordinator reads from the chain, change by change. */
async function watchAsAnyone(context: Context, client: CyxwizClient, job: string): Promise<void> {
  context.output.note('this job was not submitted from here; following it from outside');
  for await (const report of client.coordinator.watch(job)) {
    const { auditsDue, auditsProven } = report;
    const audits = auditsDue > 0 ? `, ${auditsProven} of ${auditsDue} audits passed` : '';
    const progress = `${bar(report.anchoredCheckpoints, report.checkpoints)} anchored, ${report.provenCheckpoints} proven${audits}`;
    if (context.output.json) context.output.say({ data: { event: 'job', ...report }, text: '' });
    else context.output.note(`${report.phase.toLowerCase().padEnd(10)} ${progress}`);
    if (context.signal.aborted) return;
  }
}

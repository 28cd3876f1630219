import { rename } from 'node:fs/promises';
import { fromHex, type JobSpec, jobId, parseJobSpec } from '@cyxwiz/protocol';
import { type CyxwizClient, keypairWallet, type NodeSession } from '@cyxwiz/sdk';
import type { BrowserWallet } from '@cyxwiz/web/signing';
import { type Command, Option } from 'commander';
import type { Context, WalletOptions } from '../../context.ts';
import { badInput } from '../../failure/cli-error.ts';
import { readJobDataset } from '../../input/file.ts';
import { attendingAudits } from '../../jobs/audits.ts';
import { awaitPayment } from '../../jobs/await-payment.ts';
import { CheckpointKeeper } from '../../jobs/checkpoint-keeper.ts';
import { connectToNode } from '../../jobs/connect.ts';
import { followTraining } from '../../jobs/follow.ts';
import { handOver } from '../../jobs/hand-over.ts';
import { findJobFile, type JobFile } from '../../jobs/job-file.ts';
import { dropKept, dropOlder, incomingPath, keptPath } from '../../jobs/kept-files.ts';
import { isAway, NodeOutlasting } from '../../jobs/outlast-node.ts';
import type { StateOptions } from '../../jobs/state-to-go-on.ts';
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
  /** Where to; false: nowhere. */
  keep?: string | false;
  replace?: boolean;
  engines?: string;
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
    'keep the latest anchored checkpoint here, checked (default: beside the job’s file); the node proves each anchor for it',
  ),
  new Option(
    '--no-keep',
    'keep none: what another node begins with is trained here again when the first one dies',
  ),
  new Option(
    '--no-replace',
    'end when the node is lost, instead of giving the job to another one once it is dead',
  ),
  enginesOption(),
];

/** Of what trains again here what the next node begins with. */
export function enginesOption(): Option {
  return new Option(
    '--engines <file>',
    'JSON: how the program of the job is started here, as nodes configure it; for a state that the node proved and took along',
  );
}

const BY_BUTTON = { reason: 'in the page' };
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
      if (file) await awaitPayment(context, client, file);
      const { state } = (await readJob(client.chain, job)).value;
      if (!ENDED.has(state))
        await (file ? watchAsClient(context, client, file, options) : watchAsAnyone(context, client, job));
      await showJob(context, client.chain, job);
    },
  ).addArgument(jobArgument());
  withOptions(command, watchOptions(), chainOptions(), coordinatorOptions(), walletOptions());
}

/** The whole of it: data, training, weights, and the waiver when it is wanted; with another node when the first one dies. */
export async function watchAsClient(
  context: Context,
  client: CyxwizClient,
  file: JobFile,
  options: WatchOptions,
  browser?: BrowserWallet,
): Promise<void> {
  const outlasting = new NodeOutlasting(context, client, stateOptions(options));
  for (let present = file; ; ) {
    try {
      await attend(context, client, present, options, browser);
      break;
    } catch (error) {
      if (options.replace === false || context.signal.aborted || !isAway(error)) throw error;
      present = await outlasting.step(present, error);
      if (context.signal.aborted) throw error;
    }
  }
  if (options.output !== undefined) await dropKept(context.home, file.job);
  if (options.waive !== true) return;
  const { signature } = await client.escrow.waive(file.job);
  context.output.note(`objection waived: ${signature}`);
  if (context.output.json)
    context.output.say({ data: { event: 'waived', transaction: signature }, text: '' });
}

/** With the node that has the job now. */
async function attend(
  context: Context,
  client: CyxwizClient,
  file: JobFile,
  options: WatchOptions,
  browser?: BrowserWallet,
): Promise<void> {
  const specJson = new TextEncoder().encode(file.specJson);
  const spec = parseJobSpec(specJson);
  const dataset = await readJobDataset(file.datasetPath, spec.engine);
  const session = await connectToNode(client, file);
  try {
    const root = fromHex(spec.datasetRoot, 32);
    const { checkpointEpoch } = await session.sendJob(specJson, dataset, root, (done, total) =>
      context.output.progress(`data ${bar(done, total)} bytes`),
    );
    if (checkpointEpoch > 0) await handOver(context, client, session, file, stateOptions(options));
    const keeper = keeperOf(context, client, session, file, spec, options.keep);
    const page = browser?.follow(jobId(file.job), (command) => session.command(command, BY_BUTTON));
    try {
      await attendingAudits(context, client.audits, file, () =>
        followTraining(context, session, file.job, keeper, page?.show),
      );
    } finally {
      page?.close();
    }
    if (options.output === undefined) return;
    const { path, bytes } = await takeWeights(context, client, session, file, options.output);
    context.output.note(`weights: ${path} (${bytes} bytes), as anchored on chain`);
    if (context.output.json) context.output.say({ data: { event: 'weights', path, bytes }, text: '' });
  } finally {
    session.close();
  }
}

function stateOptions({ keep, engines }: WatchOptions): StateOptions {
  return { keptElsewhere: typeof keep === 'string' ? [keep] : [], engines };
}

/** None in the exact tier: nothing of it is handed out before its final anchor, and then there are the weights. */
function keeperOf(
  context: Context,
  client: CyxwizClient,
  session: NodeSession,
  file: JobFile,
  spec: JobSpec,
  keep: string | false | undefined,
): CheckpointKeeper | undefined {
  if (typeof keep === 'string' && spec.exact !== undefined)
    throw badInput('--keep', 'a job of the exact tier has no checkpoints to keep', 'leave it away');
  if (keep === false || spec.exact !== undefined) return undefined;
  const take = (path: string) => takeCheckpoint(context, client, session, file, 0, path);
  if (keep !== undefined) return new CheckpointKeeper(context, () => take(keep));
  return new CheckpointKeeper(context, async () => {
    const incoming = incomingPath(context.home, file.job);
    const { epoch } = await take(incoming);
    const path = keptPath(context.home, file.job, epoch);
    await rename(incoming, path);
    await dropOlder(context.home, file.job);
    return { epoch, path };
  });
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

import { randomBytes } from 'node:crypto';
import { assignmentHash, fromHex, type Job, nodeId, parseJobSpec, toHex } from '@cyxwiz/protocol';
import { keypairWallet, restartOf } from '@cyxwiz/sdk';
import { type Command, Option } from 'commander';
import type { Context, WalletOptions } from '../../context.ts';
import { badInput } from '../../failure/cli-error.ts';
import { address, hex32 } from '../../input/names.ts';
import { duration } from '../../input/numbers.ts';
import { findJobFile, requireJobFile } from '../../jobs/job-file.ts';
import { replaceNode } from '../../jobs/replace-node.ts';
import {
  chainOptions,
  coordinatorOptions,
  jobArgument,
  leaf,
  walletOptions,
  withOptions,
} from '../../leaf.ts';
import { lines } from '../../output/text.ts';
import type { ChainOptions, CoordinatorOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { sentData, sentLines } from './act.ts';
import { enginesOption } from './watch.ts';

interface Options extends ChainOptions, CoordinatorOptions, WalletOptions {
  readonly node?: string;
  readonly estimate?: number;
  readonly deadline?: number;
  readonly salt?: string;
  readonly engines?: string;
}

const WEEK = 604_800;

const reassignOptions = (): Option[] => [
  new Option(
    '--node <address>',
    'node account that is to go on (default: the coordinator finds one)',
  ).argParser(address),
  new Option(
    '--estimate <time>',
    'with --node: what the rest of the training should take, like 90s or 2h (default: its part of the whole)',
  ).argParser(duration(1, WEEK)),
  new Option(
    '--deadline <time>',
    'time from now in which it must be proven, at most 7d (default: 7d with --node, else the coordinator’s)',
  ).argParser(duration(1, WEEK)),
  new Option('--salt <hex>', 'with --node: what hides the node until it accepts (default: random)').argParser(
    hex32,
  ),
  enginesOption().conflicts('node'),
];

/**
 * Puts another node in the place of one that died. One that the coordinator finds hears of it from there; one that the
 * client names must be told the salt, which it needs to accept.
 */
export function registerReassign(parent: Command, around: Surroundings): void {
  const command = leaf<Options>(
    parent,
    around,
    'reassign',
    'let another node go on with a job whose node died, from its last proven checkpoint: for its client',
    async (context, options, [job = '']) => {
      if (options.node === undefined) await byCoordinator(context, options, job);
      else await byHand(context, options, job, options.node);
    },
  ).addArgument(jobArgument());
  withOptions(command, reassignOptions(), chainOptions(), coordinatorOptions(), walletOptions());
}

async function byCoordinator(context: Context, options: Options, job: string): Promise<void> {
  for (const [name, value] of [
    ['--estimate', options.estimate],
    ['--salt', options.salt],
  ] as const) {
    if (value === undefined) continue;
    throw badInput(name, 'is for a node of your choice', 'add --node NODE, or leave it away');
  }
  const file = await requireJobFile(context.home, job);
  const client = await context.client(options, keypairWallet(await context.wallet(options)));
  const { deadline, engines } = options;
  await replaceNode(context, client, file, {
    engines,
    ...(deadline === undefined ? {} : { deadlineSeconds: BigInt(deadline) }),
  });
  context.output.note(`  next: cyxwiz job watch ${job}`);
}

async function byHand(context: Context, options: Options, job: string, node: string): Promise<void> {
  const { actions } = await context.escrow(options);
  const salt = options.salt ? fromHex(options.salt, 32) : new Uint8Array(randomBytes(32));
  const sent = await actions.reassign(job, {
    assignmentHash: assignmentHash(nodeId(node), salt),
    estimatedSeconds: options.estimate ?? (await partOfEstimate(context, job, (await actions.job(job)).job)),
    deadlineSeconds: BigInt(options.deadline ?? WEEK),
  });
  const assigned = { node, salt: toHex(salt) };
  const text = lines([
    ['job', job],
    ['node', assigned.node],
    ['salt', assigned.salt],
    ...sentLines(sent),
    ['next', 'give the node job and salt; it accepts within the accept window, or you cancel'],
  ]);
  const data = { job, action: 'reassign', ...assigned, ...sentData(sent) };
  context.output.say({ data, text: `the job waits for another node\n${text}` });
}

/** What falls on the epochs that are left; nodes accept no less. */
async function partOfEstimate(context: Context, address: string, job: Job): Promise<number> {
  const file = await findJobFile(context.home, address);
  if (!file) throw badInput('--estimate', 'is missing: this job was not submitted from here', 'add it');
  const { estimatedSeconds, epochs } = parseJobSpec(new TextEncoder().encode(file.specJson));
  return Math.ceil((estimatedSeconds * (epochs - restartOf(job).epoch)) / epochs);
}

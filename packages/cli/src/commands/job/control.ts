import { keypairWallet, type TrainCommand } from '@cyxwiz/sdk';
import type { Command } from 'commander';
import type { Context, WalletOptions } from '../../context.ts';
import { connectToNode } from '../../jobs/connect.ts';
import { requireJobFile } from '../../jobs/job-file.ts';
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
import { readJob } from './status.ts';

type ControlOptions = ChainOptions & CoordinatorOptions & WalletOptions & { reason?: string };

interface Control {
  readonly name: TrainCommand;
  readonly summary: string;
  /** What to do after it. */
  readonly next: (job: string) => string;
}

export const CONTROLS: readonly Control[] = [
  {
    name: 'pause',
    summary:
      'hold the training of a job; the node lets it go on by itself after ten minutes in all, by default',
    next: (job) => `cyxwiz job resume ${job}`,
  },
  {
    name: 'resume',
    summary: 'let a training go on that was paused or stopped',
    next: (job) => `cyxwiz job watch ${job}`,
  },
  {
    name: 'stop',
    summary: 'hold the training and secure on chain what it has earned; the money comes back by "job cancel"',
    next: (job) => `cyxwiz job cancel ${job} (or job resume: else the node goes on after a while)`,
  },
  {
    name: 'checkpoint',
    summary: 'have the node write the state of the training down, so that its restart loses nothing',
    next: (job) => `cyxwiz job watch ${job}`,
  },
];

/** Gives the command to the node of the job, as the client that the job's file says, and shows what the node answers. */
export async function tellNode(
  context: Context,
  { name, next }: Pick<Control, 'name' | 'next'>,
  options: ControlOptions,
  job: string,
): Promise<void> {
  const file = await requireJobFile(context.home, job);
  const client = await context.client(options, keypairWallet(await context.wallet(options)));
  await readJob(client.chain, job);
  const session = await connectToNode(client, file);
  try {
    const { reason } = options;
    const { state, epoch, epochs } = await session.command(name, reason === undefined ? {} : { reason });
    const text = lines([
      ['state', state],
      ['epoch', `${epoch} of ${epochs}`],
      ['next', next(job)],
    ]);
    context.output.say({ data: { job, command: name, state, epoch, epochs }, text });
  } finally {
    session.close();
  }
}

/** Commands to the node that trains a job. */
export function registerControls(parent: Command, around: Surroundings): void {
  for (const control of CONTROLS) register(parent, around, control);
}

function register(parent: Command, around: Surroundings, control: Control): void {
  const { name, summary } = control;
  const command = leaf<ControlOptions>(parent, around, name, summary, (context, options, [job = '']) =>
    tellNode(context, control, options, job),
  ).addArgument(jobArgument());
  if (name === 'stop')
    command.option('--reason <text>', 'what the node writes down (at most 200 characters)');
  withOptions(command, chainOptions(), coordinatorOptions(), walletOptions());
}

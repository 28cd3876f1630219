import type { Sent } from '@cyxwiz/protocol';
import { type Command, Option } from 'commander';
import type { Context, WalletOptions } from '../../context.ts';
import { chainOptions, jobArgument, leaf, walletOptions, withOptions } from '../../leaf.ts';
import { lines } from '../../output/text.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { sentData, sentLines } from '../job/act.ts';

type Options = ChainOptions & WalletOptions;

export function registerVote(parent: Command, around: Surroundings): void {
  const command = leaf<Options & { for: 'client' | 'node' }>(
    parent,
    around,
    'vote',
    'vote with the tokens that were locked before the dispute was opened',
    async (context, options, [job = '']) => {
      const { disputes } = await context.escrow(options);
      const sent = await disputes.vote(job, options.for === 'client');
      say(context, job, 'vote', `the vote for the ${options.for} counts`, sent);
    },
  ).addArgument(jobArgument());
  command.addOption(
    new Option('--for <side>', 'whose side is right').choices(['client', 'node']).makeOptionMandatory(),
  );
  withOptions(command, chainOptions(), walletOptions());
}

export function registerReward(parent: Command, around: Surroundings): void {
  const command = leaf<Options & { appeal?: boolean }>(
    parent,
    around,
    'reward',
    'take the reward of a vote for the winning side, and its rent back',
    async (context, options, [job = '']) => {
      const { disputes } = await context.escrow(options);
      const sent = await disputes.reward(job, options.appeal === true ? 2 : 1);
      say(context, job, 'reward', 'the vote’s record is closed', sent);
    },
  ).addArgument(jobArgument());
  command.option('--appeal', 'of the vote on the appeal');
  withOptions(command, chainOptions(), walletOptions());
}

function say(context: Context, job: string, action: string, done: string, sent: Sent): void {
  const text = `${done}\n${lines([['job', job], ...sentLines(sent)])}`;
  context.output.say({ data: { job, action, ...sentData(sent) }, text });
}

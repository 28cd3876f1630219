import { type Command, Option } from 'commander';
import type { WalletOptions } from '../../context.ts';
import { badInput } from '../../failure/cli-error.ts';
import { chainOptions, leaf, walletOptions, withOptions } from '../../leaf.ts';
import { lines } from '../../output/text.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { sentData, sentLines } from '../job/act.ts';
import { numberArgument } from './number.ts';

type Options = ChainOptions & WalletOptions & { for?: boolean; against?: boolean };

export function registerCast(parent: Command, around: Surroundings): void {
  const summary = 'vote on a proposal with every locked token; they stay until voting ends';
  const command = leaf<Options>(parent, around, 'cast', summary, async (context, options, [given]) => {
    if (!options.for && !options.against)
      throw badInput('--for', 'a side is wanted', 'say --for or --against');
    const { proposals } = await context.escrow(options);
    const vote = { number: BigInt(given ?? 0), inFavour: options.for === true };
    const sent = await proposals.vote(vote.number, vote.inFavour);
    const side = vote.inFavour ? 'for' : 'against';
    const text = `voted ${side} proposal ${vote.number}\n${lines(sentLines(sent))}`;
    context.output.say({ data: { action: 'cast', ...vote, ...sentData(sent) }, text });
  }).addArgument(numberArgument());
  command
    .addOption(new Option('--for', 'vote for it').conflicts('against'))
    .addOption(new Option('--against', 'vote against it'));
  withOptions(command, chainOptions(), walletOptions('the voter’s key file'));
}

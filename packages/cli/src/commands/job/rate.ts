import { Argument, type Command } from 'commander';
import type { WalletOptions } from '../../context.ts';
import { wholeNumber } from '../../input/numbers.ts';
import { chainOptions, jobArgument, leaf, walletOptions, withOptions } from '../../leaf.ts';
import { lines } from '../../output/text.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { sentData, sentLines } from './act.ts';

/** Stars count by the job's price and by how often the client came before; they stand for good. */
export function registerRate(parent: Command, around: Surroundings): void {
  const command = leaf<ChainOptions & WalletOptions>(
    parent,
    around,
    'rate',
    'give a settled job 1 to 5 stars, once; its client only, before the job is closed',
    async (context, options, [job = '', given]) => {
      const stars = Number(given);
      const { actions } = await context.escrow(options);
      const sent = await actions.rate(job, stars);
      const text = `the job is rated\n${lines([['job', job], ['stars', `${stars} of 5`], ...sentLines(sent)])}`;
      context.output.say({ data: { job, action: 'rate', stars, ...sentData(sent) }, text });
    },
  )
    .addArgument(jobArgument())
    .addArgument(new Argument('<stars>', 'from 1 to 5').argParser(wholeNumber(1, 5)));
  withOptions(command, chainOptions(), walletOptions());
}

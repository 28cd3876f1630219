import type { Command } from 'commander';
import type { WalletOptions } from '../../context.ts';
import { chainOptions, jobArgument, leaf, walletOptions, withOptions } from '../../leaf.ts';
import { lines } from '../../output/text.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { sentData, sentLines } from '../job/act.ts';

export function registerResolve(parent: Command, around: Surroundings): void {
  const command = leaf<ChainOptions & WalletOptions>(
    parent,
    around,
    'resolve',
    'execute a final verdict and release the bonds; anyone can',
    async (context, options, [job = '']) => {
      const { disputes } = await context.escrow(options);
      const sent = await disputes.resolve(job);
      const shown = sent.flatMap((one) => sentLines(one));
      const done = sent.length > 0 ? 'the verdict is executed' : 'nothing is left to do but votes to close';
      context.output.say({
        data: { job, action: 'resolve', transactions: sent.map(sentData) },
        text: `${done}\n${lines([['job', job], ...shown])}`,
      });
    },
  ).addArgument(jobArgument());
  withOptions(command, chainOptions(), walletOptions());
}

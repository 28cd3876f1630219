import { executeProposal } from '@cyxwiz/protocol';
import type { Command } from 'commander';
import type { WalletOptions } from '../../context.ts';
import { chainOptions, leaf, walletOptions, withOptions } from '../../leaf.ts';
import { lines } from '../../output/text.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { sentData, sentLines } from '../job/act.ts';
import { numberArgument, readProposal } from './read.ts';

export function registerExecute(parent: Command, around: Surroundings): void {
  const summary = 'run a carried proposal after its timelock; you pay what it costs, so read it first';
  const command = leaf<ChainOptions & WalletOptions>(
    parent,
    around,
    'execute',
    summary,
    async (context, options, [number]) => {
      const { sender, wallet } = await context.escrow(options);
      const proposal = await readProposal(context.connection(options), BigInt(number ?? 0));
      const instructions = [executeProposal(proposal, wallet.publicKey)];
      const sent = await sender.send({ instructions, payer: wallet });
      const text = `proposal ${proposal.number} is executed\n${lines(sentLines(sent))}`;
      const data = { action: 'execute', number: proposal.number, ...sentData(sent) };
      context.output.say({ data, text });
    },
  ).addArgument(numberArgument());
  withOptions(command, chainOptions(), walletOptions());
}

import type { Sent } from '@cyxwiz/protocol';
import type { ProposalActions } from '@cyxwiz/sdk';
import type { Command } from 'commander';
import type { WalletOptions } from '../../context.ts';
import { chainOptions, leaf, walletOptions, withOptions } from '../../leaf.ts';
import { lines } from '../../output/text.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { sentData, sentLines } from '../job/act.ts';
import { numberArgument } from './number.ts';

interface Stage {
  readonly name: string;
  readonly summary: string;
  /** What has happened, for people, after "proposal 7". */
  readonly done: string;
  readonly act: (actions: ProposalActions, number: bigint) => Promise<Sent>;
}

const STAGES: readonly Stage[] = [
  {
    name: 'open',
    summary: 'open a draft to votes: for its proposer, with enough locked CYXWIZ',
    done: 'is open to votes',
    act: (actions, number) => actions.open(number),
  },
  {
    name: 'cancel',
    summary: 'withdraw a draft, or a proposal while it is voted on: for its proposer',
    done: 'is withdrawn',
    act: (actions, number) => actions.cancel(number),
  },
  {
    name: 'execute',
    summary: 'run a carried proposal after its timelock; you pay what it costs, so read it first',
    done: 'is executed',
    act: (actions, number) => actions.execute(number),
  },
  {
    name: 'close',
    summary: 'close a proposal that is over, and your vote on it; their rents go back to who paid them',
    done: 'is closed',
    act: (actions, number) => actions.close(number),
  },
];

/** What becomes of a proposal that is drafted. */
export function registerStages(parent: Command, around: Surroundings): void {
  for (const stage of STAGES) registerStage(parent, around, stage);
}

function registerStage(parent: Command, around: Surroundings, { name, summary, done, act }: Stage): void {
  const command = leaf<ChainOptions & WalletOptions>(
    parent,
    around,
    name,
    summary,
    async (context, options, [given]) => {
      const { proposals } = await context.escrow(options);
      const number = BigInt(given ?? 0);
      const sent = await act(proposals, number);
      const text = `proposal ${number} ${done}\n${lines(sentLines(sent))}`;
      context.output.say({ data: { action: name, number, ...sentData(sent) }, text });
    },
  ).addArgument(numberArgument());
  withOptions(command, chainOptions(), walletOptions());
}

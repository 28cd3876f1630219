import { CYXWIZ_DECIMALS, formatAmount, toHex } from '@cyxwiz/protocol';
import type { Command } from 'commander';
import { chainOptions, leaf, withOptions } from '../../leaf.ts';
import { lines, when } from '../../output/text.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { numberArgument, readProposal } from './read.ts';

export function registerShow(parent: Command, around: Surroundings): void {
  const summary = 'a proposal: what it would run, how the votes stand, and until when';
  const command = leaf<ChainOptions>(parent, around, 'show', summary, async (context, options, [number]) => {
    const proposal = await readProposal(context.connection(options), BigInt(number ?? 0));
    const tokens = (amount: bigint) => `${formatAmount(amount, CYXWIZ_DECIMALS)} CYXWIZ`;
    const { slots, data, textHash, ...rest } = proposal;
    const text = lines([
      ['proposal', `${proposal.number}, ${proposal.state}`],
      ['by', proposal.proposer],
      ['text', toHex(textHash)],
      ['calls', proposal.program],
      ...slots.map((slot, at) => {
        const writes = typeof slot === 'object' && slot.value.writable ? ' (written)' : '';
        return [`  account ${at}`, typeof slot === 'string' ? slot : `${slot.value.key}${writes}`] as const;
      }),
      ['  data', toHex(data)],
      ['for', tokens(proposal.votesFor)],
      ['against', tokens(proposal.votesAgainst)],
      ['quorum', tokens(proposal.quorum)],
      ['voting ends', when(proposal.votingEnds)],
      ['executable from', when(proposal.executableFrom)],
      ['until', when(proposal.expiresAt)],
    ]);
    const document = { ...rest, slots, data: toHex(data), textHash: toHex(textHash) };
    context.output.say({ data: document, text });
  }).addArgument(numberArgument());
  withOptions(command, chainOptions());
}

import { type Parameters, parameterDifferences, toHex } from '@cyxwiz/protocol';
import { proposalInstruction, proposalStage, readProposal } from '@cyxwiz/sdk';
import type { Command } from 'commander';
import { chainOptions, leaf, withOptions } from '../../leaf.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { readConfig } from '../token/supply.ts';
import { describeProposal } from './describe.ts';
import { numberArgument } from './number.ts';

export function registerShow(parent: Command, around: Surroundings): void {
  const summary = 'a proposal: what it would run, what that changes today, how the votes stand';
  const command = leaf<ChainOptions>(parent, around, 'show', summary, async (context, options, [number]) => {
    const chain = context.chain(options);
    const proposal = await readProposal(chain, BigInt(number ?? 0));
    const config = await readConfig(chain);
    const now = await chain.unixTime();
    const read = proposalInstruction(proposal);
    const changes =
      read?.name === 'updateConfig'
        ? parameterDifferences(config, read.args as unknown as Parameters)
        : undefined;
    const { data, textHash, ...rest } = proposal;
    const document = {
      ...rest,
      data: toHex(data),
      textHash: toHex(textHash),
      stage: proposalStage(proposal, now),
    };
    context.output.say({
      data: { ...document, instruction: read ?? null, ...(changes ? { changes } : {}) },
      text: describeProposal(proposal, config, now),
    });
  }).addArgument(numberArgument());
  withOptions(command, chainOptions());
}

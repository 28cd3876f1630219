import type { Proposal } from '@cyxwiz/protocol';
import { proposalInstruction, proposalStage } from '@cyxwiz/sdk';
import { type Command, Option } from 'commander';
import { wholeNumber } from '../../input/numbers.ts';
import { chainOptions, leaf, withOptions } from '../../leaf.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { readConfig } from '../token/supply.ts';

export function registerList(parent: Command, around: Surroundings): void {
  const summary = 'the latest proposals that are not closed, newest first';
  const command = leaf<ChainOptions & { last: number }>(
    parent,
    around,
    'list',
    summary,
    async (context, options) => {
      const chain = context.chain(options);
      const { proposalCount } = await readConfig(chain);
      const now = await chain.unixTime();
      const numbers = Array.from({ length: options.last }, (_, at) => proposalCount - 1n - BigInt(at));
      const found = await Promise.all(numbers.filter((one) => one >= 0n).map((one) => chain.proposal(one)));
      const proposals = found.flatMap((seen) => (seen ? [row(seen.value, now)] : []));
      const text = proposals
        .map(({ number, stage, runs, by }) => `${number}  ${stage}  ${runs}  by ${by}`)
        .join('\n');
      context.output.say({
        data: { drafted: proposalCount, proposals },
        text: text || 'no proposal is there',
      });
    },
  );
  command.addOption(
    new Option('--last <n>', 'how many numbers to look at').argParser(wholeNumber(1, 100)).default(20),
  );
  withOptions(command, chainOptions());
}

function row(proposal: Proposal, now: bigint) {
  const read = proposalInstruction(proposal);
  const { number, proposer } = proposal;
  const runs = read ? `${read.program}.${read.name}` : 'unknown';
  return { number, stage: proposalStage(proposal, now), runs, by: proposer };
}

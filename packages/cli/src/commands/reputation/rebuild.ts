import { type ChainReader, NODES_PER_PAGE, pageOf } from '@cyxwiz/protocol';
import { type RebuiltPage, rebuildPage } from '@cyxwiz/sdk';
import { type Command, Option } from 'commander';
import { CliError } from '../../failure/cli-error.ts';
import { address } from '../../input/names.ts';
import { wholeNumber } from '../../input/numbers.ts';
import { chainOptions, leaf, withOptions } from '../../leaf.ts';
import type { Said } from '../../output/output.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { readNode } from '../node/status.ts';

type Options = ChainOptions & { page?: number; node?: string };

/** Exit code 0 says that every score is what its events lead to, 1 that one is not or that events are missing. */
export function registerRebuild(parent: Command, around: Surroundings): void {
  const command = leaf<Options>(
    parent,
    around,
    'rebuild',
    'rebuild scores from the chain’s events and compare every field; trusts no program of ours',
    async (context, options) => {
      const chain = context.chain(options);
      let differing = 0;
      for (const page of await pagesOf(chain, options)) {
        const rebuilt = await rebuildPage(chain, page, (read, of) =>
          context.output.progress(`page ${page}: ${read} of ${of} transactions`),
        );
        if (rebuilt) context.output.say(describe(rebuilt));
        else if (options.page !== undefined || options.node !== undefined) throw noPage(page);
        differing += rebuilt?.differences.length ?? 0;
      }
      if (differing > 0) throw differ(differing);
    },
  );
  command
    .addOption(new Option('--node <node>', 'the page of this node').argParser(address).conflicts('page'))
    .addOption(
      new Option('--page <n>', 'number of one page (default: all)').argParser(wholeNumber(0, 0xffff_ffff)),
    );
  withOptions(command, chainOptions());
}

async function pagesOf(chain: ChainReader, { page, node }: Options): Promise<number[]> {
  if (page !== undefined) return [page];
  if (node !== undefined) return [pageOf((await readNode(chain, node)).value.index)];
  const registered = (await chain.registry())?.value.nodeCount ?? 0;
  return Array.from({ length: Math.ceil(registered / NODES_PER_PAGE) }, (_, at) => at);
}

function describe({ nodes, ...page }: RebuiltPage): Said {
  const known = nodes.filter(({ lastOutcomeAt }) => lastOutcomeAt > 0n);
  const scores = known.map(({ node, score }) => ({ node, score }));
  const rest = page.waiting > 0 ? `, ${page.waiting} wait` : '';
  const wrong = page.differences.map(
    ({ slot, field, chain, rebuilt }) =>
      `  slot ${slot}, ${field}: the chain has ${chain}, its events lead to ${rebuilt}`,
  );
  const verdict = wrong.length > 0 ? 'DIFFERS' : 'as the chain has it';
  const counted = `${page.applied} outcomes of ${known.length} nodes in ${page.transactions} transactions${rest}`;
  return {
    data: { ...page, scores },
    text: [`page ${page.page}: ${counted}: ${verdict}`, ...wrong].join('\n'),
  };
}

function noPage(page: number): CliError {
  return new CliError({
    code: 'PAGE_NOT_FOUND',
    message: `there is no page ${page} of scores`,
    next: 'find the page by one of its nodes: --node ADDRESS',
  });
}

function differ(fields: number): CliError {
  return new CliError({
    code: 'SCORES_DIFFER',
    message: `${fields} fields of the chain’s scores are not what its events lead to`,
    next: 'ask another RPC node (--rpc); if it says the same, trust no score on this page',
  });
}

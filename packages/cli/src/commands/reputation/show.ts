import { blankScore, type ChainReader, type NodeScore, ratiosOf } from '@cyxwiz/protocol';
import { Argument, type Command, Option } from 'commander';
import { badInput, CliError } from '../../failure/cli-error.ts';
import { address } from '../../input/names.ts';
import { chainOptions, leaf, withOptions } from '../../leaf.ts';
import type { Said } from '../../output/output.ts';
import { lines, when } from '../../output/text.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { readNode } from '../node/status.ts';

const PARTS = ['completion', 'time', 'ratings', 'proofs', 'uptime'] as const;

export function registerShow(parent: Command, around: Surroundings): void {
  const command = leaf<ChainOptions & { client?: string }>(
    parent,
    around,
    'show',
    'the score of a node part by part, or of a client',
    async (context, options, [node]) => {
      const chain = context.chain(options);
      if ((node === undefined) === (options.client === undefined))
        throw badInput(
          'node',
          'one node or one client is wanted',
          'give a node’s address, or --client WALLET',
        );
      const { client } = options;
      context.output.say(
        await (client === undefined ? showNode(chain, node ?? '') : showClient(chain, client)),
      );
    },
  ).addArgument(new Argument('[node]', 'address of the node account').argParser(address));
  command.addOption(new Option('--client <wallet>', 'wallet of a client').argParser(address));
  withOptions(command, chainOptions());
}

/** Basis points of a job that counts fully, as jobs. */
function jobs(weight: bigint): string {
  return (Number(weight) / 10_000).toFixed(2);
}

function partsOf(score: NodeScore): Record<(typeof PARTS)[number], number> {
  const bps = ratiosOf(score);
  return Object.fromEntries(PARTS.map((part, at) => [part, Number(bps[at] ?? 0n)])) as ReturnType<
    typeof partsOf
  >;
}

async function showNode(chain: ChainReader, id: string): Promise<Said> {
  const seen = await readNode(chain, id);
  const score = (await chain.score(id, seen.value.index)) ?? { ...blankScore(), node: id };
  const { padding: _, ...counted } = score;
  const parts = partsOf(score);
  const text = lines([
    ['node', id],
    ['score', `${score.score} of 1000`],
    ...PARTS.map((part) => [part, `${(parts[part] / 100).toFixed(2)}%`] as const),
    ['penalties', `${score.adjustment} points`],
    ['trust', `${jobs(score.trust)} jobs, of ${jobs(score.settledWeight)} settled by price`],
    ['ratings given', `${score.ratings}, worth ${jobs(score.ratingWeight)}`],
    ['last outcome', when(score.lastOutcomeAt)],
  ]);
  return { data: { index: seen.value.index, parts, ...counted }, text };
}

async function showClient(chain: ChainReader, wallet: string): Promise<Said> {
  const seen = await chain.clientRecord(wallet);
  if (!seen) {
    throw new CliError({
      code: 'CLIENT_NOT_FOUND',
      message: `the wallet ${wallet} has never ordered a job`,
      next: 'check the address and the cluster (--rpc)',
    });
  }
  const record = seen.value;
  const text = lines([
    ['client', wallet],
    ['score', `${record.score} of 1000`],
    ['jobs', `${record.jobsCreated} ordered, ${record.jobsSettled} paid, ${record.jobsCancelled} stopped`],
    ['trust', `${jobs(record.settledWeight)} jobs paid by price, ${jobs(record.cancelledWeight)} stopped`],
    ['disputes', `${record.disputesLost} lost`],
  ]);
  return { data: { client: wallet, ...record }, text };
}

import { type ChainReader, type Dispute, jobId, type Seen, toHex } from '@cyxwiz/protocol';
import { disputePhase } from '@cyxwiz/sdk';
import type { Command } from 'commander';
import { CliError } from '../../failure/cli-error.ts';
import { chainOptions, jobArgument, leaf, withOptions } from '../../leaf.ts';
import { lines, money, type Unit, when } from '../../output/text.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';

export function registerShow(parent: Command, around: Surroundings): void {
  const command = leaf<ChainOptions>(
    parent,
    around,
    'show',
    'parties, votes and deadlines of the dispute over a job',
    async (context, options, [job = '']) => {
      const chain = context.chain(options);
      const seen = await readDispute(chain, job);
      const unit = await context.unit(chain, seen.value.mint);
      const now = await chain.unixTime();
      const text = describe(seen, unit, now);
      const phase = disputePhase(seen.value, now);
      context.output.say({ data: { dispute: seen.address, slot: seen.slot, phase, ...seen.value }, text });
    },
  ).addArgument(jobArgument());
  withOptions(command, chainOptions());
}

async function readDispute(chain: ChainReader, job: string): Promise<Seen<Dispute>> {
  const seen = await chain.dispute(jobId(job));
  if (seen) return seen;
  throw new CliError({
    code: 'DISPUTE_NOT_FOUND',
    message: `there is no dispute over ${job}`,
    next: 'check the id and the cluster (--rpc); a dispute of which nothing is left is closed',
  });
}

function describe({ address, value: dispute }: Seen<Dispute>, unit: Unit, now: bigint): string {
  const hash = (bytes: Uint8Array) => (bytes.every((byte) => byte === 0) ? 'none' : toHex(bytes));
  const [first, second] = dispute.rounds.map(
    ({ forClient, forNode, ends }) =>
      `${money(forClient, unit)} for the client, ${money(forNode, unit)} for the node, until ${when(ends)}`,
  );
  return lines([
    ['dispute', address],
    ['job', dispute.job],
    ['phase', disputePhase(dispute, now)],
    ['opened', `by the ${dispute.opener.toLowerCase()}, ${when(dispute.openedAt)}`],
    ['client', dispute.client],
    ['node', `${dispute.node}, owned by ${dispute.nodeOwner}`],
    ['evidence until', when(dispute.evidenceEnds)],
    ['  client', hash(dispute.clientEvidence)],
    ['  node', hash(dispute.nodeEvidence)],
    ['vote', first],
    ['appeal until', when(dispute.appealEnds)],
    [
      'appeal',
      dispute.appellant === null ? undefined : `by the ${dispute.appellant.toLowerCase()}: ${second}`,
    ],
    ['bond', dispute.bond > 0n ? money(dispute.bond, unit) : undefined],
    ['deposit', dispute.deposit > 0n ? money(dispute.deposit, unit) : undefined],
    ['verdict', dispute.verdict ?? undefined],
  ]);
}

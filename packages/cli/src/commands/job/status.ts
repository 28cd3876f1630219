import { type ChainReader, type Job, jobId, type Seen } from '@cyxwiz/protocol';
import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { CliError } from '../../failure/cli-error.ts';
import { chainOptions, jobArgument, leaf, withOptions } from '../../leaf.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { describeJob } from './describe.ts';

/** @throws CliError JOB_NOT_FOUND */
export async function readJob(chain: ChainReader, id: string): Promise<Seen<Job>> {
  const seen = await chain.job(jobId(id));
  if (seen) return seen;
  throw new CliError({
    code: 'JOB_NOT_FOUND',
    message: `there is no job account at ${id}`,
    next: 'check the id and the cluster (--rpc); a job that ended and was closed lives on in its receipt only',
  });
}

/** Prints the job as the chain holds it. */
export async function showJob(context: Context, chain: ChainReader, id: string): Promise<void> {
  const seen = await readJob(chain, id);
  context.output.say(describeJob(seen, await context.unit(chain, seen.value.mint)));
}

export function registerStatus(parent: Command, around: Surroundings): void {
  const command = leaf<ChainOptions>(
    parent,
    around,
    'status',
    'what the chain says of a job; asks no coordinator',
    (context, options, [id = '']) => showJob(context, context.chain(options), id),
  ).addArgument(jobArgument());
  withOptions(command, chainOptions());
}

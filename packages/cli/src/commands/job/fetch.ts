import { type CyxwizClient, keypairWallet, type NodeSession } from '@cyxwiz/sdk';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Context, WalletOptions } from '../../context.ts';
import { wholeNumber } from '../../input/numbers.ts';
import { connectToNode } from '../../jobs/connect.ts';
import { type JobFile, requireJobFile } from '../../jobs/job-file.ts';
import { takeCheckpoint } from '../../jobs/take-checkpoint.ts';
import { takeWeights } from '../../jobs/take-weights.ts';
import {
  chainOptions,
  coordinatorOptions,
  jobArgument,
  leaf,
  walletOptions,
  withOptions,
} from '../../leaf.ts';
import { lines } from '../../output/text.ts';
import type { ChainOptions, CoordinatorOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { readJob } from './status.ts';

type FetchOptions = ChainOptions &
  CoordinatorOptions &
  WalletOptions & { output?: string; checkpoint?: number };

export function registerFetch(parent: Command, around: Surroundings): void {
  const command = leaf<FetchOptions>(
    parent,
    around,
    'fetch',
    'download a job’s weights, or one of its checkpoints, and compare them with the chain',
    async (context, options, [job = '']) => {
      const file = await requireJobFile(context.home, job);
      const client = await context.client(options, keypairWallet(await context.wallet(options)));
      await readJob(client.chain, job);
      const session = await connectToNode(client, file);
      try {
        if (options.checkpoint !== undefined) {
          await fetchCheckpoint(context, client, session, file, options.checkpoint, options.output);
          return;
        }
        const taken = await takeWeights(
          context,
          client,
          session,
          file,
          options.output ?? `${job}.safetensors`,
        );
        const commitment = taken.commitment.toString(16).padStart(64, '0');
        const text = lines([
          ['weights', `${taken.path} (${taken.bytes} bytes)`],
          ['commitment', `${commitment}, as anchored on chain`],
          ['next', `cyxwiz job waive ${job}`],
        ]);
        context.output.say({ data: { job, path: taken.path, bytes: taken.bytes, commitment }, text });
      } finally {
        session.close();
      }
    },
  )
    .addArgument(jobArgument())
    .addOption(
      new Option(
        '--checkpoint <epoch>',
        'the state behind this epoch instead; "latest": the last that the node may hand out',
      ).argParser(checkpointEpoch),
    )
    .option(
      '--output <file>',
      'where to write the safetensors file (default JOB.safetensors, or JOB-EPOCH.safetensors)',
    );
  withOptions(command, chainOptions(), coordinatorOptions(), walletOptions());
}

const LATEST = 0;
const MOST_EPOCHS = 0xffff_ffff;

function checkpointEpoch(text: string): number {
  if (text === 'latest') return LATEST;
  try {
    return wholeNumber(1, MOST_EPOCHS)(text);
  } catch {
    throw new InvalidArgumentError(
      `It must be an epoch, a whole number from 1 to ${MOST_EPOCHS}, or latest.`,
    );
  }
}

async function fetchCheckpoint(
  context: Context,
  client: CyxwizClient,
  session: NodeSession,
  file: JobFile,
  epoch: number,
  output: string | undefined,
): Promise<void> {
  const { job } = file;
  const name = epoch === LATEST ? 'latest' : String(epoch);
  const taken = await takeCheckpoint(
    context,
    client,
    session,
    file,
    epoch,
    output ?? `${job}-${name}.safetensors`,
  );
  const commitment = taken.commitment.toString(16).padStart(64, '0');
  const text = lines([
    ['checkpoint', `${taken.path} (${taken.bytes} bytes)`],
    ['epoch', String(taken.epoch)],
    ['commitment', `${commitment}, below the root that is anchored on chain`],
  ]);
  const { path, bytes } = taken;
  context.output.say({ data: { job, epoch: taken.epoch, path, bytes, commitment }, text });
}

import { keypairWallet } from '@cyxwiz/sdk';
import type { Command } from 'commander';
import type { WalletOptions } from '../../context.ts';
import { connectToNode } from '../../jobs/connect.ts';
import { requireJobFile } from '../../jobs/job-file.ts';
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

type FetchOptions = ChainOptions & CoordinatorOptions & WalletOptions & { output?: string };

export function registerFetch(parent: Command, around: Surroundings): void {
  const command = leaf<FetchOptions>(
    parent,
    around,
    'fetch',
    'download a job’s weights and compare them with the chain',
    async (context, options, [job = '']) => {
      const file = await requireJobFile(context.home, job);
      const client = await context.client(options, keypairWallet(await context.wallet(options)));
      await readJob(client.chain, job);
      const session = await connectToNode(client, file);
      try {
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
    .option('--output <file>', 'where to write the safetensors file (default JOB.safetensors)');
  withOptions(command, chainOptions(), coordinatorOptions(), walletOptions());
}

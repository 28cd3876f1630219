import { fromHex } from '@cyxwiz/protocol';
import { type Command, Option } from 'commander';
import type { WalletOptions } from '../../context.ts';
import { hex32 } from '../../input/names.ts';
import { tellAudits } from '../../jobs/audits.ts';
import { requireJobFile } from '../../jobs/job-file.ts';
import { chainOptions, jobArgument, leaf, walletOptions, withOptions } from '../../leaf.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { showJob } from './status.ts';

type Options = ChainOptions & WalletOptions & { nonce?: string };

/** For a client whose `job submit` or `job watch` has ended, and for whoever it gave its nonce to. */
export function registerReveal(parent: Command, around: Surroundings): void {
  const command = leaf<Options>(
    parent,
    around,
    'reveal',
    'draw the audits of an exact job with your nonce, as soon as it may be known; goes on where it was left',
    async (context, options, [job = '']) => {
      const nonce = options.nonce ?? (await requireJobFile(context.home, job)).clientNonce;
      const { audits, chain } = await context.escrow(options);
      await tellAudits(context, audits, job, fromHex(nonce, 32), { untilOpen: true });
      await showJob(context, chain, job);
    },
  )
    .addArgument(jobArgument())
    .addOption(
      new Option('--nonce <hex>', 'the client’s nonce (default: the one in the job’s file here)').argParser(
        hex32,
      ),
    );
  withOptions(command, chainOptions(), walletOptions());
}

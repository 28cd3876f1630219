import type { AuditStep } from '@cyxwiz/sdk';
import type { Command } from 'commander';
import type { WalletOptions } from '../../context.ts';
import { chainOptions, jobArgument, leaf, walletOptions, withOptions } from '../../leaf.ts';
import { lines } from '../../output/text.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { sentData, sentLines } from '../job/act.ts';

const DONE: Readonly<Record<AuditStep['step'], string>> = {
  record_slot_hash: 'the hash that chooses the audits is recorded, or its slot has moved; look again',
  open_challenge: 'the audits are drawn, without the nonce of a client that did not reveal it',
};

export function registerAudits(crank: Command, around: Surroundings): void {
  const command = leaf<ChainOptions & WalletOptions>(
    crank,
    around,
    'audits',
    'take the next step of an exact job’s audits that needs no secret: record the slot hash, or open the challenge',
    async (context, options, [job = '']) => {
      const { audits } = await context.escrow(options);
      const { step, sent } = await audits.crank(job);
      const text = `${DONE[step]}\n${lines([['job', job], ...sentLines(sent)])}`;
      context.output.say({ data: { job, action: 'audits', step, ...sentData(sent) }, text });
    },
  ).addArgument(jobArgument());
  withOptions(command, chainOptions(), walletOptions());
}

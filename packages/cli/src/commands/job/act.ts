import type { Sent } from '@cyxwiz/protocol';
import type { EscrowActions } from '@cyxwiz/sdk';
import type { Command } from 'commander';
import type { WalletOptions } from '../../context.ts';
import { chainOptions, jobArgument, leaf, walletOptions, withOptions } from '../../leaf.ts';
import { lines, sol } from '../../output/text.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';

export interface JobAction {
  readonly name: string;
  readonly summary: string;
  /** What has happened, for people. */
  readonly done: string;
  readonly act: (actions: EscrowActions, job: string) => Promise<Sent>;
}

export function sentLines(sent: Sent): (readonly [string, string])[] {
  return [
    ['transaction', sent.signature],
    ['slot', String(sent.slot)],
    ['fee', sol(sent.fee)],
    ['compute units', String(sent.computeUnits)],
  ];
}

/** What of a transaction is printed as JSON. */
export function sentData({ signature, slot, fee, computeUnits }: Sent) {
  return { transaction: signature, slot, feeLamports: fee, computeUnits };
}

/** A command that sends one transaction about one job. */
export function registerJobAction(parent: Command, around: Surroundings, action: JobAction): void {
  const { name, summary, done, act } = action;
  const command = leaf<ChainOptions & WalletOptions>(
    parent,
    around,
    name,
    summary,
    async (context, options, [job = '']) => {
      const { actions } = await context.escrow(options);
      const sent = await act(actions, job);
      const text = `${done}\n${lines([['job', job], ...sentLines(sent)])}`;
      context.output.say({ data: { job, action: name, ...sentData(sent) }, text });
    },
  ).addArgument(jobArgument());
  withOptions(command, chainOptions(), walletOptions());
}

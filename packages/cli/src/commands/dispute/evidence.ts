import { fromHex, type Sent, sha256, toHex } from '@cyxwiz/protocol';
import type { DisputeActions } from '@cyxwiz/sdk';
import { type Command, Option } from 'commander';
import type { WalletOptions } from '../../context.ts';
import { badInput } from '../../failure/cli-error.ts';
import { readInput } from '../../input/file.ts';
import { hex32 } from '../../input/names.ts';
import { chainOptions, jobArgument, leaf, walletOptions, withOptions } from '../../leaf.ts';
import { lines } from '../../output/text.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';
import { sentData, sentLines } from '../job/act.ts';

interface EvidenceOptions extends ChainOptions, WalletOptions {
  readonly evidence?: string;
  readonly evidenceHash?: string;
}

export interface EvidenceAction {
  readonly name: string;
  readonly summary: string;
  /** What has happened, for people. */
  readonly done: string;
  readonly act: (actions: DisputeActions, job: string, hash: Uint8Array) => Promise<Sent>;
}

/** A command that hands in evidence, of which the chain keeps the sha256. */
export function registerEvidenceAction(parent: Command, around: Surroundings, action: EvidenceAction): void {
  const { name, summary, done, act } = action;
  const command = leaf<EvidenceOptions>(
    parent,
    around,
    name,
    summary,
    async (context, options, [job = '']) => {
      const hash = await hashOf(options);
      const { disputes } = await context.escrow(options);
      const sent = await act(disputes, job, hash);
      const shown = [['job', job], ['evidence', toHex(hash)], ...sentLines(sent)] as const;
      const data = { job, action: name, evidenceHash: hash, ...sentData(sent) };
      context.output.say({ data, text: `${done}\n${lines(shown)}` });
    },
  ).addArgument(jobArgument());
  command
    .addOption(new Option('--evidence <file>', 'the evidence; its sha256 goes on chain'))
    .addOption(
      new Option('--evidence-hash <hex>', 'that sha256 alone').argParser(hex32).conflicts('evidence'),
    );
  withOptions(command, chainOptions(), walletOptions());
}

async function hashOf({ evidence, evidenceHash }: EvidenceOptions): Promise<Uint8Array> {
  if (evidenceHash !== undefined) return fromHex(evidenceHash, 32);
  if (evidence !== undefined) return sha256(await readInput(evidence, '--evidence'));
  throw badInput('--evidence', 'no evidence is named', 'give --evidence FILE or --evidence-hash HEX');
}

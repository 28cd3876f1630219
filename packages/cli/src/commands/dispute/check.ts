import { checkEvidence, openEvidence, type Retrain } from '@cyxwiz/sdk';
import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { CliError } from '../../failure/cli-error.ts';
import { openRetraining, type RetrainOptions } from '../../jobs/retrain.ts';
import { chainOptions, leaf, withOptions } from '../../leaf.ts';
import type { ChainOptions } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';

interface Options extends ChainOptions, RetrainOptions {
  readonly offline?: boolean;
}

/** For voters, and for whoever is accused: nothing in evidence is believed that can be computed. */
export function registerCheck(parent: Command, around: Surroundings): void {
  const command = leaf<Options>(
    parent,
    around,
    'check',
    'check evidence of "job recheck": its files, the chain, and with --dataset by training the epochs again',
    (context, options, [path = '']) => run(context, options, path),
  )
    .argument('<evidence>', 'evidence.json, or the folder that it lies in')
    .option('--dataset <file>', 'train the epochs again, with the data set of the job')
    .option('--engines <file>', 'and with its program: JSON that says how it is started here')
    .option('--offline', 'do not look at the chain: the commitments are the accuser’s word then');
  withOptions(command, chainOptions());
}

async function run(context: Context, options: Options, path: string): Promise<void> {
  const opened = await openEvidence(path);
  const { specification: spec, stretch, job } = opened.evidence;
  const retraining = options.dataset === undefined ? undefined : await openRetraining(context, spec, options);
  const retrain: Retrain | undefined = retraining?.engine.train;
  const connection = context.connection(options);
  const chain = { reader: context.chain(options), genesisHash: () => connection.getGenesisHash() };
  // A chain that is away is no verdict on the evidence.
  if (!options.offline) await chain.reader.slot();
  try {
    const checked = await checkEvidence(opened, {
      ...(options.offline ? {} : { chain }),
      ...(retrain ? { retrain } : {}),
    });
    const { ok, reproduced, checks } = checked;
    const lines = checks.map(
      (one) => `${one.ok ? 'ok  ' : 'FAIL'}  ${one.name}${one.detail ? `\n        ${one.detail}` : ''}`,
    );
    context.output.say({
      data: { ok, reproduced, job: job.address, ...stretch, sha256: opened.sha256, checks },
      text: [...lines, '', verdict(ok, reproduced), `sha256 ${opened.sha256}`].join('\n'),
    });
    if (!ok) throw refusal(checks);
  } finally {
    await retraining?.engine.close();
  }
}

function verdict(ok: boolean, reproduced: boolean): string {
  if (!ok) return 'This evidence shows nothing.';
  if (reproduced)
    return 'Trained again here, these epochs do not lead to the checkpoint that the node anchored.';
  return 'The files fit together, but what the epochs lead to is the accuser’s word: train them again with --dataset.';
}

function refusal(checks: readonly { name: string; ok: boolean; detail: string }[]): CliError {
  const failed = checks.filter(({ ok }) => !ok);
  return new CliError({
    code: 'EVIDENCE_INVALID',
    message: `${failed.length} of ${checks.length} checks failed: ${failed[0]?.name}: ${failed[0]?.detail}`,
    next: 'do not vote by it; ask its author for the whole folder, or check against the right cluster (--rpc)',
    details: { failed: failed.map(({ name }) => name) },
  });
}

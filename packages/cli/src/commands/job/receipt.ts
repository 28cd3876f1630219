import { writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { fromHex, jobId, parseJobSpec } from '@cyxwiz/protocol';
import { issueReceipt, rpcEvidence } from '@cyxwiz/sdk';
import type { Command } from 'commander';
import type { WalletOptions } from '../../context.ts';
import { readInput } from '../../input/file.ts';
import { requireJobFile } from '../../jobs/job-file.ts';
import { chainOptions, jobArgument, leaf, walletOptions, withOptions } from '../../leaf.ts';
import { lines } from '../../output/text.ts';
import { type ChainOptions, chainSettings } from '../../settings/settings.ts';
import type { Surroundings } from '../../surroundings.ts';

type ReceiptOptions = ChainOptions & WalletOptions & { weights: string; output: string };

export function registerReceipt(parent: Command, around: Surroundings): void {
  const command = leaf<ReceiptOptions>(
    parent,
    around,
    'receipt',
    'write down a job that is paid, so that anybody can check it: cyxwiz verify',
    async (context, options, [job = '']) => {
      const { specJson, salt, clientNonce } = await requireJobFile(context.home, job);
      const { chain: reader, wallet } = await context.escrow(options);
      const { rpcUrl } = chainSettings(options, around.env);
      const path = resolve(options.output);
      const beside = path.replace(/(\.json)?$/, '.ledger.json');
      const { receipt, ledger } = await issueReceipt(
        {
          ...{ wallet, reader, evidence: rpcEvidence(rpcUrl), cluster: new URL(rpcUrl).hostname },
          ...{ job: jobId(job), spec: parseJobSpec(new TextEncoder().encode(specJson)) },
          ...{ salt: fromHex(salt, 32), clientNonce: fromHex(clientNonce, 32) },
          weights: await readInput(options.weights, '--weights'),
        },
        basename(beside),
      );
      await writeFile(beside, `${JSON.stringify(ledger)}\n`);
      await writeFile(path, `${JSON.stringify(receipt, null, 2)}\n`);
      const text = lines([
        ['receipt', path],
        ['ledger', `${beside} (what the chain said; hand both on)`],
        ['next', `cyxwiz verify ${options.output} --weights ${options.weights}`],
      ]);
      context.output.say({ data: { job, receipt: path, ledger: beside }, text });
    },
  )
    .addArgument(jobArgument())
    .requiredOption('--weights <file>', 'the weights as they came from the node ("job fetch")')
    .option('--output <file>', 'where to write it; the ledger comes beside it', 'receipt.json');
  withOptions(command, chainOptions(), walletOptions());
}

import { parseJobSpec } from '@cyxwiz/protocol';
import { type CheckpointSource, folderSource, keptSource, keypairWallet, nodeSource } from '@cyxwiz/sdk';
import type { Context, WalletOptions } from '../context.ts';
import { badInput } from '../failure/cli-error.ts';
import { bar } from '../output/text.ts';
import type { ChainOptions, CoordinatorOptions } from '../settings/settings.ts';
import { connectToNode } from './connect.ts';
import type { JobFile } from './job-file.ts';

export interface SourceOptions extends ChainOptions, CoordinatorOptions, WalletOptions {
  readonly checkpoints?: string;
  readonly keep?: string;
}

export interface OpenedSource {
  readonly source: CheckpointSource;
  close(): void;
}

/**
 * Where the node's checkpoints come from: a folder, or the node itself, which knows nobody but its client.
 * @throws CliError BAD_INPUT, ClientError of coordinator, chain or node
 */
export async function checkpointSource(
  context: Context,
  options: SourceOptions,
  file: JobFile | undefined,
): Promise<OpenedSource> {
  if (options.checkpoints !== undefined) {
    return { source: folderSource(options.checkpoints), close: () => {} };
  }
  if (file === undefined) {
    throw badInput(
      '--checkpoints',
      'is missing, and this job was not submitted from here: its node answers its client only',
      'get them from the client (cyxwiz job recheck JOB --keep FOLDER) and name their folder',
    );
  }
  const client = await context.client(options, keypairWallet(await context.wallet(options)));
  const session = await connectToNode(client, file);
  const { epochs } = parseJobSpec(new TextEncoder().encode(file.specJson));
  const node = nodeSource(session, epochs, (epoch, done, total) =>
    context.output.progress(`checkpoint of epoch ${epoch} ${bar(done, total)} bytes`),
  );
  const source = options.keep === undefined ? node : keptSource(node, options.keep);
  return { source, close: () => session.close() };
}

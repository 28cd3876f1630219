import { type CheckpointSource, folderSource } from '@cyxwiz/sdk';
import type { Context, WalletOptions } from '../context.ts';
import { badInput } from '../failure/cli-error.ts';
import type { ChainOptions, CoordinatorOptions } from '../settings/settings.ts';
import type { JobFile } from './job-file.ts';

export interface SourceOptions extends ChainOptions, CoordinatorOptions, WalletOptions {
  readonly checkpoints?: string;
  readonly keep?: string;
}

/** Where the node's checkpoints come from. @throws CliError BAD_INPUT */
export async function checkpointSource(
  _context: Context,
  options: SourceOptions,
  _file: JobFile | undefined,
): Promise<{ readonly source: CheckpointSource; close(): void }> {
  if (options.checkpoints !== undefined) {
    return { source: folderSource(options.checkpoints), close: () => {} };
  }
  throw badInput('--checkpoints', 'is missing', 'name a folder with the node’s checkpoints');
}

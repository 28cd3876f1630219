import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isFailure, messageOf } from '@cyxwiz/protocol';
import { z } from 'zod';
import { badInput, ClientError } from '../errors.ts';
import { MAX_PROGRAM_WEIGHTS_BYTES } from '../weights.ts';
import { type CheckpointSource, type ListedCheckpoint, listedCheckpointSchema } from './checkpoints.ts';

export const LIST_FILE = 'checkpoints.json';
const listSchema = z.array(listedCheckpointSchema).min(1).max(64);

export const checkpointFile = (epoch: number): string => `epoch-${epoch}.safetensors`;

/** Checkpoints that somebody has kept: `checkpoints.json`, the list, and `epoch-N.safetensors` for each. */
export function folderSource(folder: string): CheckpointSource {
  return {
    describe: folder,
    async list(): Promise<readonly ListedCheckpoint[]> {
      const path = join(folder, LIST_FILE);
      try {
        return listSchema.parse(JSON.parse(new TextDecoder().decode(await readBounded(path))));
      } catch (cause) {
        if (isFailure(cause)) throw cause;
        const issue = cause instanceof z.ZodError ? cause.issues[0] : undefined;
        const why = issue ? `${issue.path.join('.')}: ${issue.message}` : messageOf(cause);
        throw badInput('checkpoints', `${path} is no list of checkpoints (${why})`, 'get it again');
      }
    },
    async take(epoch): Promise<Uint8Array | undefined> {
      const path = join(folder, checkpointFile(epoch));
      return existsSync(path) ? readBounded(path) : undefined;
    },
  };
}

/** @throws ClientError BAD_INPUT for a file that is missing or too large to be held */
export async function readBounded(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > MAX_PROGRAM_WEIGHTS_BYTES) {
      throw badInput('checkpoints', `${path} has ${size} bytes`, 'files of at most 256 MiB are taken');
    }
    return new Uint8Array(await readFile(path));
  } catch (cause) {
    if (cause instanceof ClientError) throw cause;
    throw badInput('checkpoints', `${path} cannot be read: ${messageOf(cause)}`, 'check the path');
  }
}

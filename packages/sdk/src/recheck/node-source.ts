import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '@cyxwiz/protocol';
import { z } from 'zod';
import { ClientError } from '../errors.ts';
import type { NodeSession } from '../node/session.ts';
import { memorySink } from '../node/weights-sink.ts';
import { MAX_PROGRAM_WEIGHTS_BYTES } from '../weights.ts';
import { type CheckpointSource, type ListedCheckpoint, listedCheckpointSchema } from './checkpoints.ts';
import { checkpointFile, LIST_FILE } from './folder-source.ts';

/** The part of a node's receipt that says which checkpoints it made; what counts is that they lead to the anchored root. */
const receiptSchema = z.looseObject({ checkpoints: z.array(listedCheckpointSchema).max(64) });

/**
 * Checkpoints from the node that made them. It need not keep all of them; the one behind the last epoch is the weights.
 * @param lastEpoch of the job
 */
export function nodeSource(
  session: Pick<NodeSession, 'receipt' | 'fetchCheckpoint' | 'download'>,
  lastEpoch: number,
  onProgress?: (epoch: number, receivedBytes: number, totalBytes: number) => void,
): CheckpointSource {
  const options = (epoch: number) => ({
    maxBytes: MAX_PROGRAM_WEIGHTS_BYTES,
    onProgress: (done: number, total: number) => onProgress?.(epoch, done, total),
  });
  return {
    describe: 'the node',
    async list(): Promise<readonly ListedCheckpoint[]> {
      const { receiptJson } = await session.receipt();
      try {
        return receiptSchema.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(receiptJson)))
          .checkpoints;
      } catch (cause) {
        throw new ClientError('CHECKPOINTS_MISMATCH', `the node lists no checkpoints: ${messageOf(cause)}`, {
          next: 'ask again; if it stays so, the node does not keep to the protocol: do not waive',
          cause,
        });
      }
    },
    async take(epoch): Promise<Uint8Array | undefined> {
      const sink = memorySink();
      if (epoch === lastEpoch) await session.download(sink, options(epoch));
      else if (!(await isKept(() => session.fetchCheckpoint(epoch, sink, options(epoch))))) return undefined;
      return sink.read();
    },
  };
}

async function isKept(fetch: () => Promise<unknown>): Promise<boolean> {
  try {
    await fetch();
    return true;
  } catch (error) {
    if (error instanceof ClientError && error.reason === 'CHECKPOINT_EXPIRED') return false;
    throw error;
  }
}

/** The same, and what comes from it is kept in a folder that `folderSource` reads. */
export function keptSource(source: CheckpointSource, folder: string): CheckpointSource {
  const keep = async (name: string, bytes: Uint8Array | string) => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, name), bytes);
  };
  return {
    describe: source.describe,
    async list() {
      const list = await source.list();
      await keep(LIST_FILE, `${JSON.stringify(list, null, 1)}\n`);
      return list;
    },
    async take(epoch) {
      const bytes = await source.take(epoch);
      if (bytes) await keep(checkpointFile(epoch), bytes);
      return bytes;
    },
  };
}

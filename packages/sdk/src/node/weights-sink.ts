import { createReadStream } from 'node:fs';
import { type FileHandle, open, readFile, rename, stat, unlink } from 'node:fs/promises';

const READ_BYTES = 1024 * 1024;

/** Where downloaded bytes go. `size` is what survived an earlier attempt: the download goes on there. */
export type WeightsSink = {
  size(): Promise<number>;
  /** Bytes behind those that are there; once it resolves they are free to change. */
  append(bytes: Uint8Array): Promise<void>;
  /** Throws everything away, after a whole-file checksum failed. */
  reset(): Promise<void>;
  /** What is there so far, piece by piece. */
  parts(): AsyncIterable<Uint8Array>;
  /** All bytes of a finished download. */
  read(): Promise<Uint8Array>;
  finish(): Promise<void>;
};

export function memorySink(): WeightsSink {
  let parts: Uint8Array[] = [];
  return {
    size: async () => parts.reduce((n, p) => n + p.length, 0),
    append: async (bytes) => void parts.push(Uint8Array.from(bytes)),
    reset: async () => {
      parts = [];
    },
    async *parts() {
      yield* parts;
    },
    read: async () => new Uint8Array(Buffer.concat(parts)),
    finish: async () => {},
  };
}

/** Writes to `path`.part and renames it at the end, so that `path` is whole or absent. */
export function fileSink(path: string): WeightsSink {
  const part = `${path}.part`;
  let handle: FileHandle | undefined;
  const release = async (): Promise<void> => {
    const open = handle;
    handle = undefined;
    await open?.close();
  };
  return {
    async size() {
      await release();
      return (await stat(part).catch(() => undefined))?.size ?? 0;
    },
    async append(bytes) {
      handle ??= await open(part, 'a');
      await handle.writeFile(bytes);
    },
    async reset() {
      await release();
      await unlink(part).catch(() => {});
    },
    parts: () => createReadStream(part, { highWaterMark: READ_BYTES }),
    read: async () => new Uint8Array(await readFile(path)),
    async finish() {
      // A file of no bytes was never opened.
      handle ??= await open(part, 'a');
      await release();
      await rename(part, path);
    },
  };
}

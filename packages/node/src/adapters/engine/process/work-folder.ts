import { constants } from 'node:fs';
import { lstat, mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CHECKPOINT_LIMITS, readLayout, SAFETENSORS_TYPES } from '@cyxwiz/engine';
import { messageOf, NodeError } from '../../../domain/errors.ts';
import { writeAtomically } from '../../disk/atomic-file.ts';

/** Not through links, and without waiting for the other end of a pipe. */
const PLAIN = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** The folder in which one program works. What lies there is the program's, and trusted no further. */
export class WorkFolder {
  readonly path: string;
  readonly #inode: bigint;
  readonly #maxBytes: number;

  private constructor(path: string, inode: bigint, maxBytes: number) {
    this.path = path;
    this.#inode = inode;
    this.#maxBytes = maxBytes;
  }

  static async create(parent: string, maxBytes: number): Promise<WorkFolder> {
    await mkdir(parent, { recursive: true, mode: 0o700 });
    const path = await mkdtemp(join(parent, 'work-'));
    const { ino } = await lstat(path, { bigint: true });
    return new WorkFolder(path, ino, maxBytes);
  }

  /** Writes a checkpoint to go on from and returns its name. */
  async put(bytes: Uint8Array, epoch: number): Promise<string> {
    const name = `from-${epoch}.safetensors`;
    await writeAtomically(join(this.path, name), bytes);
    return name;
  }

  /**
   * Takes a checkpoint out of the folder: its bytes, once they are known to be a safetensors file.
   * @throws NodeError TRAINING_FAILED
   */
  async take(name: string): Promise<Uint8Array> {
    const folder = await lstat(this.path, { bigint: true }).catch(() => null);
    if (folder === null || !folder.isDirectory() || folder.ino !== this.#inode) {
      throw refused('the work folder is not the one that it was given');
    }
    const path = join(this.path, name);
    const bytes = await this.#read(path, name);
    try {
      readLayout(bytes, SAFETENSORS_TYPES, { ...CHECKPOINT_LIMITS, fileBytes: this.#maxBytes });
    } catch (error) {
      throw refused(`${name}: ${messageOf(error)}`);
    }
    await rm(path, { force: true });
    return bytes;
  }

  async #read(path: string, name: string): Promise<Uint8Array> {
    const file = await open(path, PLAIN).catch((error: unknown) => {
      throw refused(`${name} cannot be read (${(error as NodeJS.ErrnoException).code})`);
    });
    try {
      const facts = await file.stat();
      const { size } = facts;
      if (!facts.isFile() || facts.nlink !== 1) throw refused(`${name} is not a file of its own`);
      if (size > this.#maxBytes) {
        throw refused(`${name} has ${size} bytes, more than the ${this.#maxBytes} that are taken`);
      }
      const bytes = new Uint8Array(size);
      let at = 0;
      while (at < size) {
        const { bytesRead } = await file.read(bytes, at, size - at, at);
        if (bytesRead === 0) throw refused(`${name} shrank while it was read`);
        at += bytesRead;
      }
      return bytes;
    } finally {
      await file.close();
    }
  }

  /** Never through a link that a program has put in its place. */
  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}

function refused(why: string): NodeError {
  return new NodeError('TRAINING_FAILED', `the checkpoint of the engine is refused: ${why}`);
}

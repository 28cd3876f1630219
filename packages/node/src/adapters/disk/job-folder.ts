import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, NodeError } from '../../domain/errors.ts';
import { assertJobAddress } from '../../domain/job-address.ts';
import { type JobRecord, jobRecordSchema, type StoredFile } from '../../domain/job-record.ts';
import type { JobStore } from '../../ports/job-store.ts';
import { sha256Hex, syncFolder, writeAtomically } from './atomic-file.ts';

const JOURNAL = 'journal.json';
/** States of the training, and files that writeAtomically had not renamed. */
const STRAY = /^snapshot-|^\..*\.tmp$/;

/** One folder a job: the journal, snapshots, the data set and the final weights. */
export class JobFolder implements JobStore {
  readonly #root: string;
  /** Saves of one job follow each other, so that the last state asked for is the one on disk. */
  readonly #saving = new Map<string, Promise<void>>();

  private constructor(root: string) {
    this.#root = root;
  }

  static async open(dataDir: string): Promise<JobFolder> {
    const root = join(dataDir, 'jobs');
    await mkdir(root, { recursive: true, mode: 0o700 });
    return new JobFolder(root);
  }

  path(job: string, name: string): string {
    return join(this.#root, assertJobAddress(job), name);
  }

  async list(): Promise<JobRecord[]> {
    const records: JobRecord[] = [];
    for (const entry of await readdir(this.#root, { withFileTypes: true })) {
      if (entry.isDirectory()) {
        const record = await this.#load(entry.name);
        if (record === null) continue;
        await this.#dropStrays(record);
        records.push(record);
      }
    }
    return records.sort((a, b) => a.job.localeCompare(b.job));
  }

  /** A kill between writing a state and the journal, or before the old state was deleted, leaves a file behind. */
  async #dropStrays({ job, snapshot, kept }: JobRecord): Promise<void> {
    const named = new Set([snapshot?.file.name, ...kept.map(({ file }) => file.name)]);
    for (const name of await readdir(this.path(job, '')))
      if (STRAY.test(name) && !named.has(name)) await this.removeFile(job, name);
  }

  async #load(job: string): Promise<JobRecord | null> {
    const path = this.path(job, JOURNAL);
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (text === null) return null;
    try {
      return jobRecordSchema.parse(JSON.parse(text));
    } catch (error) {
      throw new NodeError(
        'JOURNAL_CORRUPT',
        `${path} is not a journal of this version (${messageOf(error)}): move the job's folder away and start again`,
        { path },
        error,
      );
    }
  }

  async save(record: JobRecord): Promise<void> {
    const bytes = Buffer.from(`${JSON.stringify(record)}\n`);
    const before = this.#saving.get(record.job) ?? Promise.resolve();
    const saved = before
      .catch(() => undefined)
      .then(async () => {
        await this.#folder(record.job);
        await writeAtomically(this.path(record.job, JOURNAL), bytes);
      });
    this.#saving.set(record.job, saved);
    await saved;
  }

  async writeFile(job: string, name: string, bytes: Uint8Array): Promise<StoredFile> {
    await this.#folder(job);
    await writeAtomically(this.path(job, name), bytes);
    return { name, bytes: bytes.length, sha256: sha256Hex(bytes) };
  }

  async readFile(job: string, file: StoredFile): Promise<Uint8Array | null> {
    const bytes = await readFile(this.path(job, file.name)).catch(() => null);
    return bytes !== null && sha256Hex(bytes) === file.sha256 ? bytes : null;
  }

  async removeFile(job: string, name: string): Promise<void> {
    await rm(this.path(job, name), { force: true });
  }

  async remove(job: string): Promise<void> {
    await rm(this.path(job, ''), { recursive: true, force: true });
    await syncFolder(this.#root);
  }

  async #folder(job: string): Promise<void> {
    const made = await mkdir(this.path(job, ''), { recursive: true, mode: 0o700 });
    if (made !== undefined) await syncFolder(this.#root);
  }
}

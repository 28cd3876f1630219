import type { JobRecord, StoredFile } from '../domain/job-record.ts';

/** Jobs on disk. What a promise here resolved for has survived a power cut. */
export interface JobStore {
  /** Every job that the node remembers; for an agent that starts: files that a crash left behind are deleted. */
  list(): Promise<JobRecord[]>;
  save(record: JobRecord): Promise<void>;
  /** Writes a file of a job atomically. */
  writeFile(job: string, name: string, bytes: Uint8Array): Promise<StoredFile>;
  /** Bytes of a file whose hash still matches, otherwise null. */
  readFile(job: string, file: StoredFile): Promise<Uint8Array | null>;
  removeFile(job: string, name: string): Promise<void>;
  path(job: string, name: string): string;
  /** Forgets a job with all its files. */
  remove(job: string): Promise<void>;
}

/** The part of an upload that is on disk. */
export interface UploadStore {
  size(job: string): Promise<number>;
  append(job: string, offset: number, data: Uint8Array): Promise<void>;
  /** Flushes and returns where the bytes lie and their SHA-256, for checking before `commit`. */
  finish(job: string): Promise<{ readonly path: string; readonly sha256: Uint8Array }>;
  commit(job: string): Promise<StoredFile>;
  discard(job: string): Promise<void>;
  /** Closes the file between two calls; what was appended stays. */
  release(job: string): Promise<void>;
}

/** Ids of tokens that were used. */
export interface SpentTokens {
  /** True when the id was new; resolves after the id is on disk. */
  spend(id: string, expiresAtMs: number): Promise<boolean>;
  close(): Promise<void>;
}

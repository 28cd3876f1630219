import type { GpuLoad } from './machine-load.ts';

/** What is kept of an epoch for the owner to look at. */
export interface EpochEntry {
  readonly epoch: number;
  readonly epochs: number;
  readonly lossMicros: number;
  readonly accuracyPpm: number;
  /** Since the job was accepted, milliseconds. */
  readonly elapsedMs: number;
  /** Milliseconds since the epoch of the clock. */
  readonly atMs: number;
  /** Share of all cores in use, 0 to 1. */
  readonly cpuLoad: number;
  /** Memory of the agent, MiB. */
  readonly memoryMib: number;
  readonly gpus: readonly GpuLoad[];
}

/** Curves of each training, for people and their tools. Nothing depends on them. */
export interface JobRecords {
  /** Writes the epoch down unless it, or a later one, is there already. */
  append(job: string, entry: EpochEntry): Promise<void>;
  /** Flushes and lets go of a job's files. */
  close(job: string): Promise<void>;
  /** Deletes a job's files. */
  remove(job: string): Promise<void>;
}

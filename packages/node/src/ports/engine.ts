import type { JobSpec } from '@cyxwiz/protocol';

export interface EpochResult {
  readonly epoch: number;
  readonly lossMicros: number;
  readonly accuracyPpm: number;
  /** Commitment to the weights after the epoch, a field element of 32 bytes big endian. */
  readonly weights: Uint8Array;
}

/** One training, away from the thread that serves the network. */
export interface EngineRun {
  runEpoch(): Promise<EpochResult>;
  /** Everything needed to go on after the last epoch. */
  snapshot(): Promise<Uint8Array>;
  safetensors(): Promise<Uint8Array>;
  /** Stops at the next batch until `resume`. */
  pause(): void;
  resume(): void;
  /** Makes the epoch under way reject at the next batch; the state can still be taken. */
  halt(): void;
  close(): Promise<void>;
}

export interface Engine {
  readonly name: string;
  /** Commitment to the weights that the specification starts from. */
  initialWeights(spec: JobSpec): Promise<Uint8Array>;
  /** Commitment to the data set in a file; throws DATASET_INVALID for what the engine cannot read. */
  datasetRoot(spec: JobSpec, path: string): Promise<Uint8Array>;
  open(spec: JobSpec, datasetPath: string, snapshot: Uint8Array | null): Promise<EngineRun>;
}

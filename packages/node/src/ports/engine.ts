import type { ExactWeights, Samples } from '@cyxwiz/engine';
import type { JobSpec } from '@cyxwiz/protocol';

export interface EpochResult {
  readonly epoch: number;
  readonly lossMicros: number;
  readonly accuracyPpm: number;
  /** Commitment to the weights after the epoch, a field element of 32 bytes big endian. */
  readonly weights: Uint8Array;
}

/** What a data set is, as a job needs it. */
export interface DatasetFacts {
  /** Its commitment. */
  readonly root: Uint8Array;
  /** Batches of an epoch. */
  readonly batches: number;
}

/** What a training begins with. */
export interface TrainingInputs {
  readonly weights: ExactWeights;
  readonly batches: readonly Samples[];
}

/** The state that a stage of a job begins with. */
export interface StageStart {
  /** Commitment to its weights. */
  readonly weights: Uint8Array;
  /** What `open` takes as a snapshot. */
  readonly state: Uint8Array;
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
  /** What its programs can do here although the owner forbids it: a sentence each, for him. */
  readonly gaps: readonly string[];
  /** Commitment to the weights that the specification starts from. */
  initialWeights(spec: JobSpec): Promise<Uint8Array>;
  /** Of the data set in a file with this SHA-256; throws DATASET_INVALID for what the engine cannot read. */
  datasetFacts(spec: JobSpec, path: string, sha256: Uint8Array): Promise<DatasetFacts>;
  /** Largest state of a training of that job, bytes. */
  maxStateBytes(spec: JobSpec): number;
  /**
   * The state behind `epoch` whole epochs, of a checkpoint that somebody sent: a file with this SHA-256.
   * @throws NodeError CHECKPOINT_MISMATCH for what is no checkpoint of such a training
   */
  stageStart(spec: JobSpec, path: string, sha256: Uint8Array, epoch: number): Promise<StageStart>;
  /** What a prover repeats the training from. */
  inputs(spec: JobSpec, path: string): Promise<TrainingInputs>;
  /** Goes on from a snapshot that has so many epochs behind it. */
  open(spec: JobSpec, datasetPath: string, snapshot: Uint8Array | null, epoch: number): Promise<EngineRun>;
}

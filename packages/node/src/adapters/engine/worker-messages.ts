import type { ExactShape } from '@cyxwiz/engine';
import type { DatasetFacts, EpochResult, StageStart, TrainingInputs } from '../../ports/engine.ts';

/** A data set in a file, and how it is cut into batches. */
export interface DatasetSource {
  readonly shape: ExactShape;
  readonly path: string;
  readonly batchesMultipleOf: number;
}

/** Where a training begins. */
export interface TrainingSource {
  readonly from: DatasetSource;
  readonly seed: string;
  readonly snapshot: Uint8Array | null;
}

/** What a training is asked, which `open` began under that number. */
export interface TrainingQuestion {
  readonly op: 'epoch' | 'snapshot' | 'safetensors' | 'pause' | 'resume' | 'halt' | 'close';
  readonly training: number;
}

/** What the thread is asked. */
export type WorkerQuestion =
  | { readonly op: 'initial'; readonly shape: ExactShape; readonly seed: string }
  | {
      readonly op: 'start';
      readonly shape: ExactShape;
      readonly seed: string;
      readonly datasetRoot: string;
      readonly path: string;
      readonly epoch: number;
    }
  | { readonly op: 'facts'; readonly from: DatasetSource }
  | { readonly op: 'inputs'; readonly from: DatasetSource; readonly seed: string }
  | ({ readonly op: 'open'; readonly training: number } & TrainingSource)
  | TrainingQuestion;

export type WorkerRequest = WorkerQuestion & { readonly id: number };

export type WorkerValue = Uint8Array | EpochResult | DatasetFacts | StageStart | TrainingInputs | null;

export type WorkerAnswer =
  | { readonly id: number; readonly ok: true; readonly value: WorkerValue }
  | { readonly id: number; readonly ok: false; readonly code: string; readonly message: string };

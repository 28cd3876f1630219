import type { ExactShape } from '@cyxwiz/engine';
import type { DatasetFacts, EpochResult, TrainingInputs } from '../../ports/engine.ts';

/** A data set in a file, and how it is cut into batches. */
export interface DatasetSource {
  readonly shape: ExactShape;
  readonly path: string;
  readonly batchesMultipleOf: number;
}

/** What the thread is asked. */
export type WorkerQuestion =
  | { readonly op: 'initial'; readonly shape: ExactShape; readonly seed: string }
  | { readonly op: 'facts'; readonly from: DatasetSource }
  | { readonly op: 'inputs'; readonly from: DatasetSource; readonly seed: string }
  | {
      readonly op: 'open';
      readonly from: DatasetSource;
      readonly seed: string;
      readonly snapshot: Uint8Array | null;
    }
  | { readonly op: 'epoch' | 'snapshot' | 'safetensors' | 'pause' | 'resume' | 'halt' };

export type WorkerRequest = WorkerQuestion & { readonly id: number };

export type WorkerValue = Uint8Array | EpochResult | DatasetFacts | TrainingInputs | null;

export type WorkerAnswer =
  | { readonly id: number; readonly ok: true; readonly value: WorkerValue }
  | { readonly id: number; readonly ok: false; readonly code: string; readonly message: string };

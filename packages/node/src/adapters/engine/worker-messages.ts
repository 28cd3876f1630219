import type { ExactShape } from '@cyxwiz/engine';
import type { EpochResult } from '../../ports/engine.ts';

/** What the thread is asked. */
export type WorkerQuestion =
  | { readonly op: 'initial'; readonly shape: ExactShape; readonly seed: string }
  | { readonly op: 'root'; readonly shape: ExactShape; readonly path: string }
  | {
      readonly op: 'open';
      readonly shape: ExactShape;
      readonly seed: string;
      readonly path: string;
      readonly snapshot: Uint8Array | null;
    }
  | { readonly op: 'epoch' | 'snapshot' | 'safetensors' | 'pause' | 'resume' | 'halt' };

export type WorkerRequest = WorkerQuestion & { readonly id: number };

export type WorkerValue = Uint8Array | EpochResult | null;

export type WorkerAnswer =
  | { readonly id: number; readonly ok: true; readonly value: WorkerValue }
  | { readonly id: number; readonly ok: false; readonly code: string; readonly message: string };

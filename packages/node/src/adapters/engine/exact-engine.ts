import { stat } from 'node:fs/promises';
import type { ExactShape } from '@cyxwiz/engine';
import type { JobSpec } from '@cyxwiz/protocol';
import { messageOf, NodeError } from '../../domain/errors.ts';
import type { DatasetFacts, Engine, EngineRun, StageStart, TrainingInputs } from '../../ports/engine.ts';
import { EngineThread } from './engine-thread.ts';
import { EngineThreads } from './engine-threads.ts';
import { ExactRun } from './exact-run.ts';
import type { DatasetSource, WorkerQuestion, WorkerValue } from './worker-messages.ts';

/** Most that the engine reads of a weights file. */
const MAX_STATE_BYTES = 64 * 1024 * 1024;

/**
 * What a training may be that shares a thread: its neighbours wait for seconds at most while it begins, and for
 * milliseconds while it has its turn.
 */
const LIGHT = { datasetBytes: 1024 * 1024, batchProducts: 2 ** 18 };

/** The built-in fixed-point engine; trains away from the thread that serves the network. */
export class ExactEngine implements Engine {
  readonly name = 'exact';
  readonly gaps = [];
  readonly #threads: EngineThreads;

  constructor(threads = new EngineThreads()) {
    this.#threads = threads;
  }

  initialWeights(spec: JobSpec): Promise<Uint8Array> {
    return once<Uint8Array>({ op: 'initial', shape: shapeOf(spec), seed: spec.seed });
  }

  datasetFacts(spec: JobSpec, path: string): Promise<DatasetFacts> {
    return once<DatasetFacts>({ op: 'facts', from: sourceOf(spec, path) });
  }

  maxStateBytes(): number {
    return MAX_STATE_BYTES;
  }

  async stageStart(spec: JobSpec, path: string, _sha256: Uint8Array, epoch: number): Promise<StageStart> {
    const { seed, datasetRoot } = spec;
    try {
      return await once<StageStart>({ op: 'start', shape: shapeOf(spec), seed, datasetRoot, path, epoch });
    } catch (error) {
      throw new NodeError(
        'CHECKPOINT_MISMATCH',
        `the checkpoint is not one of this job: ${messageOf(error)}`,
        {},
        error,
      );
    }
  }

  inputs(spec: JobSpec, path: string): Promise<TrainingInputs> {
    return once<TrainingInputs>({ op: 'inputs', from: sourceOf(spec, path), seed: spec.seed });
  }

  async open(spec: JobSpec, datasetPath: string, snapshot: Uint8Array | null): Promise<EngineRun> {
    const from = sourceOf(spec, datasetPath);
    // A file that is not there is for the thread to refuse.
    const bytes = await stat(datasetPath).then(
      ({ size }) => size,
      () => 0,
    );
    return ExactRun.open(this.#threads, { from, seed: spec.seed, snapshot }, isLight(from.shape, bytes));
  }
}

function isLight({ inputs, hidden, outputs, batch }: ExactShape, datasetBytes: number): boolean {
  const products = batch * hidden * (inputs + outputs);
  return products <= LIGHT.batchProducts && datasetBytes <= LIGHT.datasetBytes;
}

/** An exact job's epochs have whole segments: what is left over is held out. */
function sourceOf(spec: JobSpec, path: string): DatasetSource {
  const { exact } = spec;
  return { shape: shapeOf(spec), path, batchesMultipleOf: exact?.steps ?? 1 };
}

function shapeOf({ shape }: JobSpec): ExactShape {
  if (shape === undefined) throw new NodeError('INTERNAL', 'this job is not for the exact engine');
  return shape;
}

async function once<T extends WorkerValue>(question: WorkerQuestion): Promise<T> {
  const thread = new EngineThread();
  try {
    return (await thread.ask(question)) as T;
  } finally {
    await thread.close();
  }
}

import type { ExactShape } from '@cyxwiz/engine';
import type { JobSpec } from '@cyxwiz/protocol';
import { NodeError } from '../../domain/errors.ts';
import type { DatasetFacts, Engine, EngineRun, EpochResult, TrainingInputs } from '../../ports/engine.ts';
import { EngineThread } from './engine-thread.ts';
import type { DatasetSource, WorkerQuestion, WorkerValue } from './worker-messages.ts';

/** The built-in fixed-point engine, each training in a thread of its own. */
export class ExactEngine implements Engine {
  readonly name = 'exact';

  initialWeights(spec: JobSpec): Promise<Uint8Array> {
    return once<Uint8Array>({ op: 'initial', shape: shapeOf(spec), seed: spec.seed });
  }

  datasetFacts(spec: JobSpec, path: string): Promise<DatasetFacts> {
    return once<DatasetFacts>({ op: 'facts', from: sourceOf(spec, path) });
  }

  inputs(spec: JobSpec, path: string): Promise<TrainingInputs> {
    return once<TrainingInputs>({ op: 'inputs', from: sourceOf(spec, path), seed: spec.seed });
  }

  async open(spec: JobSpec, datasetPath: string, snapshot: Uint8Array | null): Promise<EngineRun> {
    const thread = new EngineThread();
    try {
      await thread.ask({ op: 'open', from: sourceOf(spec, datasetPath), seed: spec.seed, snapshot });
    } catch (error) {
      await thread.close();
      throw error;
    }
    return new ExactRun(thread);
  }
}

class ExactRun implements EngineRun {
  readonly #thread: EngineThread;

  constructor(thread: EngineThread) {
    this.#thread = thread;
  }

  async runEpoch(): Promise<EpochResult> {
    return (await this.#thread.ask({ op: 'epoch' })) as EpochResult;
  }

  async snapshot(): Promise<Uint8Array> {
    return (await this.#thread.ask({ op: 'snapshot' })) as Uint8Array;
  }

  async safetensors(): Promise<Uint8Array> {
    return (await this.#thread.ask({ op: 'safetensors' })) as Uint8Array;
  }

  pause(): void {
    this.#thread.ask({ op: 'pause' }).catch(() => undefined);
  }

  resume(): void {
    this.#thread.ask({ op: 'resume' }).catch(() => undefined);
  }

  halt(): void {
    this.#thread.ask({ op: 'halt' }).catch(() => undefined);
  }

  close(): Promise<void> {
    return this.#thread.close();
  }
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

import type { JobSpec } from '@cyxwiz/protocol';
import type { Engine, EngineRun, EpochResult } from '../../ports/engine.ts';
import { EngineThread } from './engine-thread.ts';
import type { WorkerQuestion } from './worker-messages.ts';

/** The built-in fixed-point engine, each training in a thread of its own. */
export class ExactEngine implements Engine {
  readonly name = 'exact';

  initialWeights(spec: JobSpec): Promise<Uint8Array> {
    return once({ op: 'initial', shape: spec.shape, seed: spec.seed });
  }

  datasetRoot(spec: JobSpec, path: string): Promise<Uint8Array> {
    return once({ op: 'root', shape: spec.shape, path });
  }

  async open(spec: JobSpec, datasetPath: string, snapshot: Uint8Array | null): Promise<EngineRun> {
    const thread = new EngineThread();
    try {
      await thread.ask({ op: 'open', shape: spec.shape, seed: spec.seed, path: datasetPath, snapshot });
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

async function once(question: WorkerQuestion): Promise<Uint8Array> {
  const thread = new EngineThread();
  try {
    return (await thread.ask(question)) as Uint8Array;
  } finally {
    await thread.close();
  }
}

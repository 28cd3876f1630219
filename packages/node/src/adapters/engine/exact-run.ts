import { NodeError } from '../../domain/errors.ts';
import type { EngineRun, EpochResult } from '../../ports/engine.ts';
import type { EngineThreads, Place } from './engine-threads.ts';
import type { TrainingQuestion, TrainingSource, WorkerValue } from './worker-messages.ts';

type Op = TrainingQuestion['op'];

let numbers = 0;

/**
 * A training in a thread that it may share. When a shared thread ends, each of its trainings goes on in one of its own,
 * from its last snapshot to the same bits, and only that which ends its own thread as well has failed.
 */
export class ExactRun implements EngineRun {
  readonly #threads: EngineThreads;
  readonly #number = ++numbers;
  #place: Place;
  #last: TrainingSource;
  /** Epochs trained since the last snapshot. */
  #since = 0;
  #paused = false;
  /** Stays rejected when it failed: what stands in the thread is then not where the training was. */
  #moved: Promise<void> | null = null;
  /** Asked to stop: it is not begun anew. */
  #ending = false;
  #closed = false;

  private constructor(threads: EngineThreads, place: Place, source: TrainingSource) {
    this.#threads = threads;
    this.#place = place;
    this.#last = source;
  }

  static async open(threads: EngineThreads, source: TrainingSource, light: boolean): Promise<ExactRun> {
    const run = new ExactRun(threads, light ? threads.beside() : threads.alone(), source);
    try {
      await run.#survive(() => run.#open());
    } catch (error) {
      await run.close();
      throw error;
    }
    return run;
  }

  async runEpoch(): Promise<EpochResult> {
    const result = (await this.#ask('epoch')) as EpochResult;
    this.#since += 1;
    return result;
  }

  async snapshot(): Promise<Uint8Array> {
    const snapshot = (await this.#ask('snapshot')) as Uint8Array;
    this.#last = { ...this.#last, snapshot };
    this.#since = 0;
    return snapshot;
  }

  async safetensors(): Promise<Uint8Array> {
    return (await this.#ask('safetensors')) as Uint8Array;
  }

  pause(): void {
    this.#paused = true;
    this.#tell('pause');
  }

  resume(): void {
    this.#paused = false;
    this.#tell('resume');
  }

  halt(): void {
    this.#ending = true;
    this.#tell('halt');
  }

  async close(): Promise<void> {
    this.#ending = true;
    this.#closed = true;
    this.#tell('close');
    await this.#place.leave();
  }

  #ask(op: Op): Promise<WorkerValue> {
    return this.#survive(() => this.#place.thread.ask({ op, training: this.#number }));
  }

  #tell(op: Op): void {
    this.#place.thread.ask({ op, training: this.#number }).catch(() => undefined);
  }

  async #open(): Promise<null> {
    await this.#place.thread.ask({ op: 'open', training: this.#number, ...this.#last });
    if (this.#paused) this.#tell('pause');
    return null;
  }

  /** Asks again in a thread of its own when the one it shared ended meanwhile. */
  async #survive(ask: () => Promise<WorkerValue>): Promise<WorkerValue> {
    if (this.#closed) throw new NodeError('TRAINING_FAILED', 'the training was closed');
    await this.#moved;
    const { thread, shared } = this.#place;
    try {
      return await ask();
    } catch (error) {
      if (!thread.gone || !shared() || this.#ending) throw error;
    }
    this.#moved ??= this.#move();
    await this.#moved;
    return ask();
  }

  async #move(): Promise<void> {
    await this.#place.leave();
    if (this.#ending)
      throw new NodeError('TRAINING_FAILED', 'the training was ended when its thread had failed');
    this.#place = this.#threads.alone();
    await this.#open();
    for (let epoch = 0; epoch < this.#since; epoch += 1) {
      await this.#place.thread.ask({ op: 'epoch', training: this.#number });
    }
  }
}

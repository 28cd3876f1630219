import { Worker } from 'node:worker_threads';
import { NodeError } from '../../domain/errors.ts';
import type { WorkerAnswer, WorkerQuestion, WorkerValue } from './worker-messages.ts';

interface Waiting {
  resolve(value: WorkerValue): void;
  reject(error: Error): void;
}

/** Field arithmetic makes much short-lived garbage; a small nursery keeps it from growing the process. */
const OPTIONS = { name: 'exact-engine', resourceLimits: { maxYoungGenerationSizeMb: 6 } };

/** A worker thread and the questions that it has not answered yet. */
export class EngineThread {
  readonly #worker = new Worker(new URL('./exact-worker.ts', import.meta.url), OPTIONS);
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;
  #gone: NodeError | null = null;

  constructor() {
    this.#worker.on('message', (message: WorkerAnswer) => this.#settle(message));
    this.#worker.on('error', (error) => this.#fail(`the training thread failed: ${error.message}`));
    this.#worker.on('exit', (code) => this.#fail(`the training thread ended (${code})`));
  }

  /** It ended, and answers nothing any more. */
  get gone(): boolean {
    return this.#gone !== null;
  }

  ask(question: WorkerQuestion): Promise<WorkerValue> {
    return new Promise((resolve, reject) => {
      if (this.#gone !== null) {
        reject(this.#gone);
        return;
      }
      const id = this.#next++;
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ ...question, id });
    });
  }

  async close(): Promise<void> {
    this.#fail('the training was closed');
    await this.#worker.terminate();
  }

  #settle(message: WorkerAnswer): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.ok) waiting?.resolve(message.value);
    else waiting?.reject(engineFailure(message.code, message.message));
  }

  #fail(message: string): void {
    this.#gone ??= new NodeError('TRAINING_FAILED', message);
    for (const waiting of this.#waiting.values()) waiting.reject(this.#gone);
    this.#waiting.clear();
  }
}

function engineFailure(code: string, message: string): NodeError {
  const dataset = code.startsWith('DATASET_');
  return new NodeError(dataset ? 'DATASET_INVALID' : 'TRAINING_FAILED', message, { engine: code });
}

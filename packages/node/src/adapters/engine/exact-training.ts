import { readFileSync } from 'node:fs';
import {
  commitWeights,
  EngineError,
  type ExactDataset,
  ExactTrainer,
  encodeWeights,
  fieldToBytes,
  prepareDataset,
} from '@cyxwiz/engine';
import type { EpochResult } from '../../ports/engine.ts';
import type { DatasetSource, TrainingQuestion, TrainingSource, WorkerValue } from './worker-messages.ts';

export function prepared({ shape, path, batchesMultipleOf }: DatasetSource): ExactDataset {
  return prepareDataset(readFileSync(path), shape, { batchesMultipleOf });
}

/** A training in the thread of the engine; those beside it have their turn every few batches. */
export class ExactTraining {
  readonly #trainer: ExactTrainer;
  #resume: (() => void) | null = null;
  #gate: Promise<void> | null = null;
  #halted = false;

  constructor({ from, seed, snapshot }: TrainingSource) {
    this.#trainer = new ExactTrainer({ shape: from.shape, seed, dataset: prepared(from) });
    if (snapshot !== null) this.#trainer.restore(snapshot);
  }

  async answer(op: TrainingQuestion['op']): Promise<WorkerValue> {
    switch (op) {
      case 'epoch':
        return this.#epoch();
      case 'snapshot':
        return this.#trainer.snapshot();
      case 'safetensors':
        return encodeWeights(this.#trainer.weights);
      case 'pause':
        this.#gate ??= new Promise((open) => {
          this.#resume = open;
        });
        return null;
      case 'resume':
        this.#openGate();
        return null;
      case 'halt':
      case 'close':
        this.#halted = true;
        this.#openGate();
        return null;
    }
  }

  async #epoch(): Promise<EpochResult> {
    const training = this.#trainer;
    const turns = training.epochTurns();
    for (;;) {
      // Behind its last batch an epoch is only counted: it is not left there, where no snapshot can be taken up again.
      const between = training.batch < training.batches;
      while (between && this.#gate !== null) await this.#gate;
      if (between && this.#halted)
        throw new EngineError({ code: 'ABORTED' }, 'the training was interrupted between two batches');
      const turn = await turns.next();
      if (turn.done === true) {
        return { ...turn.value, weights: fieldToBytes(commitWeights(training.weights)) };
      }
    }
  }

  #openGate(): void {
    this.#resume?.();
    this.#gate = null;
    this.#resume = null;
  }
}

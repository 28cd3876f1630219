import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ExactDataset, Samples } from './dataset.ts';
import { EngineError } from './errors.ts';
import { fieldToHex } from './field.ts';
import { FORMAT } from './format.ts';
import { type EpochOrder, epochOrder } from './order.ts';
import { type SeedHex, seedBytes } from './seed.ts';
import { type ExactShape, sameShape } from './shape.ts';
import { decodeSnapshot, encodeSnapshot } from './snapshot.ts';
import { SgdStep } from './step.ts';
import { assertWeights, copyWeights, type ExactWeights, initialWeights } from './weights.ts';

/** Metrics of one epoch, each row seen before the step that learned from it. Integers, so every machine reports the same. */
export interface EpochMetrics {
  /** Epochs finished, counted from 1. */
  readonly epoch: number;
  /** Mean squared error per row, summed over the outputs, in millionths, rounded down. */
  readonly lossMicros: number;
  /** Rows classified right, in millionths, rounded down. */
  readonly accuracyPpm: number;
}

/** Where an epoch stands. */
export interface EpochProgress {
  /** The epoch being trained, counted from 1. */
  readonly epoch: number;
  readonly batch: number;
  readonly batches: number;
}

export interface TrainerOptions {
  readonly shape: ExactShape;
  readonly dataset: ExactDataset;
  readonly seed: SeedHex;
  /** Starts from these instead of the seed's initial weights. */
  readonly weights?: ExactWeights;
}

export interface AsyncEpochOptions {
  /** Batches between two turns of the event loop; default 10 (about 1 ms for digits). */
  readonly batchesPerTurn?: number;
  /** Stops at a batch boundary; the trainer keeps its place and can go on. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: EpochProgress) => void;
}

/**
 * Deterministic SGD over a prepared data set. State is whole at every batch boundary; nothing else is ever visible.
 * Run one epoch at a time: a second call while one is under way would share its place.
 */
export class ExactTrainer {
  readonly shape: ExactShape;
  readonly seed: SeedHex;
  readonly #dataset: ExactDataset;
  readonly #step: SgdStep;
  #weights: ExactWeights;
  #epoch = 0;
  #batch = 0;
  #squaredError = 0;
  #correct = 0;
  #order: EpochOrder;

  /** @throws EngineError SHAPE_*, SEED_INVALID, DATASET_SHAPE_MISMATCH, WEIGHTS_INVALID, WEIGHT_OUT_OF_SLOT */
  constructor({ shape, dataset, seed, weights }: TrainerOptions) {
    this.#step = new SgdStep(shape);
    seedBytes(seed);
    if (!sameShape(shape, dataset.shape)) {
      throw new EngineError(
        { code: 'DATASET_SHAPE_MISMATCH' },
        'the data set was prepared for another shape; prepare it again with the shape of the job',
      );
    }
    this.shape = { ...shape };
    this.seed = seed;
    this.#dataset = dataset;
    this.#weights = weights === undefined ? initialWeights(shape, seed) : this.#own(weights);
    this.#order = epochOrder(seed, 0, this.batches);
  }

  /** Epochs finished. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Batches done of the epoch under way; 0 between epochs. */
  get batch(): number {
    return this.#batch;
  }

  get batches(): number {
    return this.#dataset.batches.length;
  }

  /** A copy: what is done with it cannot reach the training. */
  get weights(): ExactWeights {
    return copyWeights(this.#weights);
  }

  /**
   * Trains to the end of the epoch under way (a whole one, unless it was begun or restored midway).
   * @throws EngineError VALUE_OUT_OF_SLOT, WEIGHT_OUT_OF_SLOT; the state stays at the last good batch.
   */
  runEpoch(): EpochMetrics {
    while (this.#batch < this.batches) this.#runBatch();
    return this.#finishEpoch();
  }

  /**
   * The same, giving way to the event loop every few batches. A consumer that does not ask for the next value pauses
   * the training at a batch boundary; one that leaves may come back with a new call. Returns the epoch's metrics.
   */
  async *epochTurns(batchesPerTurn = 10): AsyncGenerator<EpochProgress, EpochMetrics, void> {
    while (this.#batch < this.batches) {
      const until = Math.min(this.batches, this.#batch + Math.max(1, batchesPerTurn));
      while (this.#batch < until) this.#runBatch();
      yield { epoch: this.#epoch + 1, batch: this.#batch, batches: this.batches };
      await nextTurn();
    }
    return this.#finishEpoch();
  }

  /** One epoch by epochTurns. @throws EngineError ABORTED when the signal fires; also as runEpoch. */
  async runEpochAsync({ batchesPerTurn, signal, onProgress }: AsyncEpochOptions = {}): Promise<EpochMetrics> {
    const turns = this.epochTurns(batchesPerTurn);
    for (;;) {
      if (signal?.aborted) {
        throw new EngineError({ code: 'ABORTED' }, 'training was stopped; it can go on from where it stands');
      }
      const turn = await turns.next();
      if (turn.done) return turn.value;
      onProgress?.(turn.value);
    }
  }

  /** Everything needed to go on elsewhere, mid-epoch too. The same state gives the same bytes. */
  snapshot(): Uint8Array {
    return encodeSnapshot({
      weights: this.#weights,
      seed: this.seed,
      datasetRoot: fieldToHex(this.#dataset.root),
      batchRows: this.shape.batch,
      epoch: this.#epoch,
      batch: this.#batch,
      squaredError: this.#squaredError,
      correct: this.#correct,
    });
  }

  /**
   * Puts this trainer where a snapshot stood. Nothing changes when it throws.
   * @throws EngineError SNAPSHOT_INVALID (damaged), SNAPSHOT_MISMATCH (of another job)
   */
  restore(bytes: Uint8Array): void {
    const saved = decodeSnapshot(bytes);
    const { inputs, hidden, outputs } = saved.weights;
    if (!sameShape(this.shape, { inputs, hidden, outputs, batch: saved.batchRows })) throw mismatch('shape');
    if (saved.seed !== this.seed) throw mismatch('seed');
    if (saved.datasetRoot !== fieldToHex(this.#dataset.root)) throw mismatch('datasetRoot');
    if (saved.batch > this.batches) throw mismatch('batch');
    this.#weights = saved.weights;
    this.#epoch = saved.epoch;
    this.#batch = saved.batch;
    this.#squaredError = saved.squaredError;
    this.#correct = saved.correct;
    this.#order = epochOrder(this.seed, this.#epoch, this.batches);
  }

  #own(weights: ExactWeights): ExactWeights {
    assertWeights(weights);
    if (!sameShape(this.shape, { ...weights, batch: this.shape.batch })) {
      throw new EngineError(
        { code: 'WEIGHTS_INVALID', reason: 'other shape' },
        'the initial weights are of another shape than the job',
      );
    }
    return copyWeights(weights);
  }

  #runBatch(): void {
    const index = (this.#order.a * this.#batch + this.#order.b) % this.batches;
    const { squaredError, correct } = this.#step.run(this.#weights, this.#dataset.batches[index] as Samples);
    this.#squaredError += squaredError;
    this.#correct += correct;
    this.#batch++;
  }

  #finishEpoch(): EpochMetrics {
    const rows = BigInt(this.batches * this.shape.batch);
    const unit = 4n ** BigInt(FORMAT.activationFraction);
    const metrics = {
      epoch: this.#epoch + 1,
      lossMicros: Number((BigInt(this.#squaredError) * 1_000_000n) / (rows * unit)),
      accuracyPpm: Number((BigInt(this.#correct) * 1_000_000n) / rows),
    };
    this.#epoch++;
    this.#batch = 0;
    this.#squaredError = 0;
    this.#correct = 0;
    this.#order = epochOrder(this.seed, this.#epoch, this.batches);
    return metrics;
  }
}

function mismatch(field: string): EngineError {
  return new EngineError(
    { code: 'SNAPSHOT_MISMATCH', field },
    `this snapshot belongs to another job: its ${field} differs; delete it and start from the initial weights`,
  );
}

import { poseidon1 } from 'poseidon-lite/poseidon1';
import { poseidon2 } from 'poseidon-lite/poseidon2';
import { poseidon4 } from 'poseidon-lite/poseidon4';
import { isFieldElement } from '../bytes.ts';
import { CyxwizError } from '../failure.ts';
import { MAX_CHECKPOINTS } from './job-spec.ts';

/** Width of a loss and of a time in the circuit, in bits. */
const METRIC_LIMIT = 1n << 48n;

export interface Checkpoint {
  /** Commitment to the weights. */
  readonly weights: bigint;
  /** Mean loss in millionths, below 2⁴⁸. */
  readonly lossMicros: bigint;
  /** Share of right answers in millionths, 0 to 1,000,000. */
  readonly accuracyPpm: number;
  /** Milliseconds since the job was accepted; more than the checkpoint before, below 2⁴⁸. */
  readonly elapsedMs: bigint;
}

/** Inputs of the circuit `checkpoint_chain`, by the names of its signals. */
export interface CheckpointChainInput {
  readonly binding: string;
  readonly checkpoints: string;
  readonly elapsedMs: string;
  readonly root: string;
  readonly finalWeights: string;
  readonly weights: readonly string[];
  readonly lossMicros: readonly string[];
  readonly accuracyPpm: readonly string[];
  readonly timesMs: readonly string[];
}

/**
 * The checkpoints of one job as a hash chain whose hashes are the leaves of a Merkle tree: what a node anchors and
 * what the circuit `checkpoint_chain` proves. Poseidon is circomlib's.
 */
export class CheckpointChain {
  readonly binding: bigint;
  readonly #checkpoints: Checkpoint[] = [];
  readonly #hashes: bigint[] = [];
  #head: bigint;

  /** @throws CyxwizError `INVALID_CHECKPOINT` when binding or a checkpoint is out of range. */
  constructor(binding: bigint, checkpoints: Iterable<Checkpoint> = []) {
    if (!isFieldElement(binding)) throw invalid('the binding is not a field element');
    this.binding = binding;
    this.#head = poseidon1([binding]);
    for (const checkpoint of checkpoints) this.append(checkpoint);
  }

  get length(): number {
    return this.#checkpoints.length;
  }

  get checkpoints(): readonly Checkpoint[] {
    return this.#checkpoints;
  }

  get last(): Checkpoint | undefined {
    return this.#checkpoints.at(-1);
  }

  /** Hash of the latest checkpoint; of the binding when there is none. */
  get head(): bigint {
    return this.#head;
  }

  /** Adds a checkpoint and returns its hash. @throws CyxwizError `INVALID_CHECKPOINT` */
  append(checkpoint: Checkpoint): bigint {
    const { weights, lossMicros, accuracyPpm, elapsedMs } = checkpoint;
    if (this.length >= MAX_CHECKPOINTS) throw invalid(`a job has at most ${MAX_CHECKPOINTS} checkpoints`);
    if (!isFieldElement(weights)) throw invalid('the weights commitment is not a field element');
    if (lossMicros < 0n || lossMicros >= METRIC_LIMIT)
      throw invalid('the loss is negative or 2^48 micros or more');
    if (!Number.isInteger(accuracyPpm) || accuracyPpm < 0 || accuracyPpm > 1_000_000) {
      throw invalid('the accuracy is not a whole number of millionths from 0 to 1000000');
    }
    if (elapsedMs <= (this.last?.elapsedMs ?? 0n) || elapsedMs >= METRIC_LIMIT) {
      throw invalid(
        `the time ${elapsedMs} ms does not lie after ${this.last?.elapsedMs ?? 0n} ms and below 2^48 ms`,
      );
    }
    const metrics = lossMicros + BigInt(accuracyPpm) * METRIC_LIMIT;
    this.#head = poseidon4([this.#head, weights, metrics, elapsedMs]);
    this.#checkpoints.push({ weights, lossMicros, accuracyPpm, elapsedMs });
    this.#hashes.push(this.#head);
    return this.#head;
  }

  /** Merkle root over the first `count` checkpoints, the rest of the 64 leaves being zero. */
  root(count: number = this.length): bigint {
    if (!Number.isInteger(count) || count < 0 || count > this.length)
      throw invalid(`there is no checkpoint ${count}`);
    let level = Array.from({ length: MAX_CHECKPOINTS }, (_, i) => (i < count ? (this.#hashes[i] ?? 0n) : 0n));
    while (level.length > 1) {
      level = Array.from({ length: level.length / 2 }, (_, i) =>
        poseidon2([level[2 * i] ?? 0n, level[2 * i + 1] ?? 0n]),
      );
    }
    return level[0] ?? 0n;
  }

  /** The chain up to its first `count` checkpoints: what was anchored then. */
  prefix(count: number): CheckpointChain {
    return new CheckpointChain(this.binding, this.#checkpoints.slice(0, count));
  }

  /** Public signals in the circuit's order. @throws CyxwizError `INVALID_CHECKPOINT` when the chain is empty. */
  publicSignals(): bigint[] {
    const last = this.last;
    if (!last) throw invalid('a chain without checkpoints proves nothing');
    return [this.binding, BigInt(this.length), last.elapsedMs, this.root(), last.weights];
  }

  /** Everything that the witness generator asks for. @throws CyxwizError `INVALID_CHECKPOINT` when the chain is empty. */
  circuitInput(): CheckpointChainInput {
    const [binding, checkpoints, elapsedMs, root, finalWeights] = this.publicSignals().map(String) as [
      string,
      string,
      string,
      string,
      string,
    ];
    const padded = (value: (c: Checkpoint) => bigint | number) =>
      Array.from({ length: MAX_CHECKPOINTS }, (_, i) => {
        const checkpoint = this.#checkpoints[i];
        return checkpoint ? value(checkpoint).toString() : '0';
      });
    return {
      binding,
      checkpoints,
      elapsedMs,
      root,
      finalWeights,
      weights: padded((c) => c.weights),
      lossMicros: padded((c) => c.lossMicros),
      accuracyPpm: padded((c) => c.accuracyPpm),
      timesMs: padded((c) => c.elapsedMs),
    };
  }
}

function invalid(why: string) {
  return new CyxwizError({ code: 'INVALID_CHECKPOINT', message: `the checkpoint is refused: ${why}` });
}

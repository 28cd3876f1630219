import { CHAIN_TAG, chainHash } from './chain-hash.ts';
import { parseRows } from './csv.ts';
import { EngineError } from './errors.ts';
import { assertRanges, MAX_BATCHES } from './format.ts';
import { type BatchTree, batchTree } from './merkle.ts';
import { HashStream } from './seed.ts';
import type { ExactShape } from './shape.ts';
import { packBatch } from './words.ts';

/** Rows in the order in which they are used: values (0…16) row by row, and labels. */
export interface Samples {
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

export interface ExactDataset {
  readonly shape: ExactShape;
  /** Fixed minibatches of shape.batch rows, in the order in which they are committed. */
  readonly batches: readonly Samples[];
  /** Rows that training never sees. */
  readonly heldOut: Samples;
  /** Commitment to the batches: the job's dataset root. */
  readonly root: bigint;
  readonly leaves: readonly bigint[];
  readonly tree: BatchTree;
}

/**
 * The training part: four fifths of the rows, rounded up to whole batches, but never more than the tree holds and
 * never the last row; then rounded down to a multiple, for proofs of several steps. 1,797 rows in batches of 8: 180
 * batches (1,440 rows), 357 held out.
 */
export function trainingBatches(rows: number, batch: number, multipleOf = 1): number {
  const most = Math.min(Math.ceil((4 * rows) / (5 * batch)), Math.floor((rows - 1) / batch), MAX_BATCHES);
  return most - (most % multipleOf);
}

/** The fewest rows that give `multipleOf` batches. */
function rowsNeeded(batch: number, multipleOf: number): number {
  return Math.max(multipleOf * batch + 1, Math.floor((5 * batch * (multipleOf - 1)) / 4) + 1);
}

export interface PrepareOptions {
  /** The number of batches is a multiple of this: the steps that one proof covers. Default 1. */
  readonly batchesMultipleOf?: number;
}

/**
 * Order of the rows before they are split: a Fisher–Yates shuffle that depends on their number only. File order would
 * not do: people sort files by class or by source, and then the held-out part is of another kind than the training part.
 */
export function rowOrder(rows: number): Uint32Array {
  const order = Uint32Array.from({ length: rows }, (_, i) => i);
  const stream = new HashStream('cyxwiz:row-order:v1', new Uint8Array(0));
  for (let i = rows - 1; i > 0; i--) {
    const j = stream.below(i + 1);
    const held = order[i] as number;
    order[i] = order[j] as number;
    order[j] = held;
  }
  return order;
}

/**
 * Parses, shuffles, splits and commits a data set. About half a second for digits, nearly all of it hashing.
 * @throws EngineError SHAPE_* or DATASET_*; RangeError for a multiple that is no whole number from 1 to 256
 */
export function prepareDataset(
  csv: Uint8Array,
  shape: ExactShape,
  { batchesMultipleOf = 1 }: PrepareOptions = {},
): ExactDataset {
  assertRanges(shape);
  if (!Number.isInteger(batchesMultipleOf) || batchesMultipleOf < 1 || batchesMultipleOf > MAX_BATCHES) {
    throw new RangeError(`batches come in multiples of 1 to ${MAX_BATCHES}, not ${batchesMultipleOf}`);
  }
  const rows = parseRows(csv, shape);
  const needed = rowsNeeded(shape.batch, batchesMultipleOf);
  if (rows.count < needed) {
    throw new EngineError(
      { code: 'DATASET_TOO_FEW_ROWS', found: rows.count, needed },
      `the data set has ${rows.count} rows; ${batchesMultipleOf === 1 ? 'one batch' : `${batchesMultipleOf} batches`} ` +
        `of ${shape.batch} and a row to test on need ${needed}`,
    );
  }
  const order = rowOrder(rows.count);
  const pick = (from: number, to: number): Samples => {
    const pixels = new Uint8Array((to - from) * shape.inputs);
    const labels = new Uint8Array(to - from);
    for (let i = from; i < to; i++) {
      const row = order[i] as number;
      pixels.set(
        rows.pixels.subarray(row * shape.inputs, (row + 1) * shape.inputs),
        (i - from) * shape.inputs,
      );
      labels[i - from] = rows.labels[row] as number;
    }
    return { pixels, labels };
  };
  const count = trainingBatches(rows.count, shape.batch, batchesMultipleOf);
  const batches = Array.from({ length: count }, (_, i) => pick(i * shape.batch, (i + 1) * shape.batch));
  const leaves = batches.map((batch) => batchLeaf(batch, shape.outputs));
  const tree = batchTree(leaves);
  return {
    shape: { inputs: shape.inputs, hidden: shape.hidden, outputs: shape.outputs, batch: shape.batch },
    batches,
    heldOut: pick(count * shape.batch, rows.count),
    root: tree.root,
    leaves,
    tree,
  };
}

/** Commitment to one batch: its packed pixels and labels. */
export function batchLeaf(batch: Samples, outputs: number): bigint {
  return chainHash(CHAIN_TAG.batch, packBatch(batch.pixels, batch.labels, outputs));
}

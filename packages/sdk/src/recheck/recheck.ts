import {
  CHECKPOINT_LIMITS,
  type Comparison,
  compareTensors,
  readLayout,
  SAFETENSORS_TYPES,
} from '@cyxwiz/engine';
import { DEFAULT_TOLERANCE, type JobSpec, messageOf, type Tolerance } from '@cyxwiz/protocol';
import { ClientError } from '../errors.ts';
import { type CheckpointSource, type ListedCheckpoint, takeCheckpoint } from './checkpoints.ts';

/** Trains from a checkpoint, or from the beginning, up to and including an epoch, and gives the safetensors file then. */
export type Retrain = (
  from: { readonly epoch: number; readonly bytes: Uint8Array } | null,
  to: number,
  onEpoch: (epoch: number) => void,
) => Promise<Uint8Array>;

/** Epochs between two checkpoints that the node still has. */
export interface RecheckedStretch {
  /** Number of the checkpoint that they start from; 0: the beginning of the job. */
  readonly before: number;
  /** Number of the checkpoint that they are to lead to. */
  readonly checkpoint: number;
  /** First and last epoch, counted from 1. */
  readonly from: number;
  readonly to: number;
}

export interface RecheckInput {
  readonly spec: JobSpec;
  /** Every checkpoint of the job, as anchored. */
  readonly checkpoints: readonly ListedCheckpoint[];
  /** Which of them to re-execute, counted from 1. */
  readonly challenged: readonly number[];
  readonly source: CheckpointSource;
  readonly retrain: Retrain;
  readonly onEpoch?: (stretch: RecheckedStretch, epoch: number) => void;
}

/** What re-executing the epochs between two checkpoints has shown. */
export interface Rechecked {
  readonly stretch: RecheckedStretch;
  readonly comparison: Comparison;
  readonly files: RecheckedFiles;
}

export interface RecheckedFiles {
  /** The node's, that the epochs start from; null: the beginning of the job. */
  readonly before: Uint8Array | null;
  /** The node's, behind them. */
  readonly after: Uint8Array;
  /** What re-executing them gave; null when there was nothing to start from. */
  readonly again: Uint8Array | null;
}

/** For a comparison: null where the two must be equal to the bit. */
export function toleranceOf(spec: JobSpec): Tolerance | null {
  return spec.engine === 'exact' ? null : (spec.tolerance ?? DEFAULT_TOLERANCE);
}

/**
 * Re-executes the challenged epochs, one stretch after the other, and compares where they lead. The list has been checked
 * against the chain; the files are checked against the list here. A node need not keep every checkpoint: a stretch then
 * reaches back and on to the nearest that it has, and is re-executed once, however often it was drawn.
 * @throws ClientError CHECKPOINT_MISMATCH, CHECKPOINT_MISSING, failures of the source, and whatever the training throws
 */
export async function* recheck(input: RecheckInput): AsyncGenerator<Rechecked> {
  let covered = 0;
  for (const number of [...input.challenged].sort((a, b) => a - b)) {
    if (number <= covered) continue;
    const rechecked = await recheckOne(input, number);
    covered = rechecked.stretch.checkpoint;
    yield rechecked;
  }
}

async function recheckOne(input: RecheckInput, number: number): Promise<Rechecked> {
  const { spec, checkpoints, onEpoch } = input;
  const before = await nearest(input, number - 1, -1);
  const after = await nearest(input, number, 1);
  if (!after) {
    throw new ClientError(
      'CHECKPOINT_MISSING',
      `${input.source.describe} has no checkpoint from epoch ${checkpoints[number - 1]?.epoch} on`,
      { next: 'a node keeps them for some time only: fetch them right after the final anchor' },
    );
  }
  const stretch = {
    before: before?.number ?? 0,
    checkpoint: after.number,
    from: (before?.epoch ?? 0) + 1,
    to: after.epoch,
  };
  const files = { before: before?.bytes ?? null, after: after.bytes };
  const fault = (before && unreadable(before.bytes, 'before')) ?? unreadable(after.bytes, 'after');
  if (fault) return { stretch, comparison: nothingToCompare(fault), files: { ...files, again: null } };
  const again = await input.retrain(before, stretch.to, (epoch) => onEpoch?.(stretch, epoch));
  return {
    stretch,
    comparison: compareTensors(after.bytes, again, toleranceOf(spec)),
    files: { ...files, again },
  };
}

/** The first checkpoint that the source has, from this one on in one direction. */
async function nearest({ spec, checkpoints, source }: RecheckInput, number: number, step: 1 | -1) {
  for (let at = number; at >= 1 && at <= checkpoints.length; at += step) {
    const listed = checkpoints[at - 1];
    const bytes = listed && (await takeCheckpoint(source, listed, spec.engine));
    if (bytes) return { number: at, epoch: listed.epoch, bytes };
  }
  return null;
}

/** What the node committed to may be no checkpoint at all. */
export function unreadable(bytes: Uint8Array, which: 'before' | 'after'): string | null {
  try {
    readLayout(bytes, SAFETENSORS_TYPES, { ...CHECKPOINT_LIMITS, fileBytes: bytes.length });
    return null;
  } catch (error) {
    return `the node's checkpoint ${which} these epochs: ${messageOf(error)}`;
  }
}

export function nothingToCompare(fault: string): Comparison {
  return { agree: false, tensors: 0, elements: 0, faults: [fault], differences: [], largest: 0 };
}

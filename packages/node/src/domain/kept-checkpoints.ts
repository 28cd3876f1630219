import { isOver } from './job-machine.ts';
import type { JobRecord } from './job-record.ts';

const DAY_MS = 24 * 3600 * 1000;

/** The part of a specification that says where its checkpoints lie. */
export interface CheckpointPlan {
  readonly epochs: number;
  readonly checkpointInterval: number;
  /** Epochs that earlier nodes trained and proved: the first checkpoint lies behind them. */
  readonly epochsDone: number;
}

/** Number of the checkpoint whose last epoch this is, from 1; null where none ends. */
export function checkpointAt(epoch: number, plan: CheckpointPlan): number | null {
  const { epochs, checkpointInterval, epochsDone } = plan;
  if (epoch <= epochsDone || epoch > epochs) return null;
  const ends = epoch % checkpointInterval === 0 || epoch === epochs;
  return ends ? Math.ceil((epoch - epochsDone) / checkpointInterval) : null;
}

/** The last epoch that a checkpoint contains. */
export function epochOf(
  checkpoint: number,
  { epochs, checkpointInterval, epochsDone }: CheckpointPlan,
): number {
  return Math.min(epochsDone + checkpoint * checkpointInterval, epochs);
}

/**
 * How many checkpoints the client may have: those that it pays for whatever it does next. After the final anchor it cannot
 * cancel; until then only what is proven is paid for, and in the exact tier nothing.
 */
export function paidCheckpoints(record: JobRecord, total: number, exactTier: boolean): number {
  if (record.anchor?.checkpoints === total) return total;
  return exactTier ? 0 : (record.proof?.checkpoints ?? 0);
}

/** Adds a state; one of the same epoch is replaced. */
export function withKept(record: JobRecord, kept: JobRecord['kept'][number]): JobRecord {
  const others = record.kept.filter(({ epoch }) => epoch !== kept.epoch);
  return { ...record, kept: [...others, kept].sort((a, b) => a.epoch - b.epoch) };
}

/** States that were passed over by the anchors and that nothing goes on from. */
export function passedOver(record: JobRecord, plan: CheckpointPlan): JobRecord['kept'] {
  const anchored = new Set(record.anchors.map(({ checkpoints }) => epochOf(checkpoints, plan)));
  const upTo = epochOf(record.anchor?.checkpoints ?? 0, plan);
  return record.kept.filter(
    ({ epoch, file }) => epoch <= upTo && !anchored.has(epoch) && record.snapshot?.file.name !== file.name,
  );
}

/** Whether the time for which a job's states stay is over. */
export function keptForLongEnough(record: JobRecord, nowMs: number, days: number): boolean {
  return isOver(record.phase) && record.endedAtMs !== null && nowMs - record.endedAtMs >= days * DAY_MS;
}

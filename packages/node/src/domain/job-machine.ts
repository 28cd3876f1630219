import { NodeError } from './errors.ts';
import type { AnchorRecord, CheckpointRecord, JobPhase, JobRecord } from './job-record.ts';

const NEXT: Readonly<Record<JobPhase, readonly JobPhase[]>> = {
  assigned: ['accepted', 'stopped', 'failed'],
  accepted: ['training', 'stopped', 'failed'],
  training: ['trained', 'stopped', 'failed'],
  trained: ['anchored', 'stopped', 'failed'],
  anchored: ['stepsAnchored', 'proven', 'stopped', 'failed'],
  stepsAnchored: ['slotRecorded', 'stopped', 'failed'],
  slotRecorded: ['challenged', 'stopped', 'failed'],
  challenged: ['audited', 'stopped', 'failed'],
  audited: ['proven', 'stopped', 'failed'],
  proven: ['settled', 'stopped', 'failed'],
  settled: [],
  stopped: [],
  failed: [],
};

/** Nothing happens in these any more but downloads. */
export function isOver(phase: JobPhase): boolean {
  return NEXT[phase].length === 0;
}

/** Moves a job on, or says why it cannot. */
export function advance(record: JobRecord, phase: JobPhase): JobRecord {
  if (record.phase === phase) return record;
  if (!NEXT[record.phase].includes(phase)) {
    throw new NodeError('INTERNAL', `job ${record.job} cannot go from ${record.phase} to ${phase}`);
  }
  return { ...record, phase };
}

/** Ends a job for good and keeps the reason. */
export function end(
  record: JobRecord,
  phase: 'stopped' | 'failed',
  error: { code: string; message: string },
): JobRecord {
  return isOver(record.phase) ? record : { ...advance(record, phase), error };
}

/** Keeps a transaction of this node; '' stands for one that somebody else sent. */
export function withTransaction(record: JobRecord, transaction: string): JobRecord {
  return transaction === '' ? record : { ...record, transactions: [...record.transactions, transaction] };
}

/** Appends a checkpoint; times must rise strictly because the circuit demands it. */
export function withCheckpoint(record: JobRecord, checkpoint: CheckpointRecord): JobRecord {
  const last = record.checkpoints.at(-1);
  const timeMs = Math.max(checkpoint.timeMs, (last?.timeMs ?? 0) + 1);
  return { ...record, checkpoints: [...record.checkpoints, { ...checkpoint, timeMs }] };
}

/** Keeps what the chain took as the last anchor. */
export function withAnchor(record: JobRecord, anchor: AnchorRecord): JobRecord {
  const before = record.anchors.filter(({ checkpoints }) => checkpoints < anchor.checkpoints);
  return { ...record, anchor, anchors: [...before, anchor] };
}

/** The state that `TrainingStatus.state` shows. */
export type WireState =
  | 'QUEUED'
  | 'TRAINING'
  | 'PAUSED'
  | 'ANCHORING'
  | 'PROVING'
  | 'PROVEN'
  | 'FAILED'
  | 'STOPPED';

const WIRE: Readonly<Record<JobPhase, WireState>> = {
  assigned: 'QUEUED',
  accepted: 'QUEUED',
  training: 'TRAINING',
  trained: 'ANCHORING',
  anchored: 'PROVING',
  stepsAnchored: 'PROVING',
  slotRecorded: 'PROVING',
  challenged: 'PROVING',
  audited: 'PROVING',
  proven: 'PROVEN',
  settled: 'PROVEN',
  stopped: 'STOPPED',
  failed: 'FAILED',
};

export function wireState(record: JobRecord): WireState {
  if (record.phase !== 'training' || !record.paused) return WIRE[record.phase];
  return record.stopped === null ? 'PAUSED' : 'STOPPED';
}

const BEFORE_FINAL_ANCHOR = new Set<JobPhase>(['assigned', 'accepted', 'training', 'trained']);

/** Weights may be handed out once the final anchor is on chain: from then on the client cannot cancel. */
export function weightsReady(record: JobRecord): boolean {
  const { phase, weights } = record;
  const ended = phase === 'stopped' || phase === 'failed';
  return weights !== null && !ended && !BEFORE_FINAL_ANCHOR.has(phase);
}

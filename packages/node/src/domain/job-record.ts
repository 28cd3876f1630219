import { z } from 'zod';

/**
 * What the journal keeps of a job. The chain is the truth about money; this is the truth about the work.
 *
 * assigned → accepted → training → trained → anchored → proven → settled, and from each of them → stopped | failed.
 * In the exact tier between anchored and proven: stepsAnchored → slotRecorded → challenged → audited.
 */
export const JOB_PHASES = [
  'assigned',
  'accepted',
  'training',
  'trained',
  'anchored',
  'stepsAnchored',
  'slotRecorded',
  'challenged',
  'audited',
  'proven',
  'settled',
  'stopped',
  'failed',
] as const;

const hex32 = z.string().regex(/^[0-9a-f]{64}$/);

const checkpoint = z.strictObject({
  /** Commitment to the weights, 32 bytes big endian. */
  weights: hex32,
  lossMicros: z.number().int().nonnegative(),
  accuracyPpm: z.number().int().min(0).max(1_000_000),
  /** Milliseconds since the job was accepted; strictly increasing. */
  timeMs: z.number().int().positive(),
});

const metrics = z.strictObject({
  epoch: z.number().int().nonnegative(),
  lossMicros: z.number().int().nonnegative(),
  accuracyPpm: z.number().int().min(0).max(1_000_000),
  elapsedMs: z.number().int().nonnegative(),
  weights: hex32,
  checkpointHash: hex32,
});

const storedFile = z.strictObject({ name: z.string(), bytes: z.number().int().nonnegative(), sha256: hex32 });

const anchor = z.strictObject({
  checkpoints: z.number().int().positive(),
  root: hex32,
  elapsedMs: z.number().int().positive(),
  weights: hex32,
  transaction: z.string(),
});

export const jobRecordSchema = z.strictObject({
  version: z.literal(1),
  job: z.string(),
  phase: z.enum(JOB_PHASES),
  clientWallet: z.string(),
  /** Raw ed25519 key of the client, the one inside the specification. */
  clientKey: hex32,
  salt: hex32,
  specJson: z.string(),
  /** Until when the coordinator expects an acceptance, milliseconds since the epoch. */
  acceptByMs: z.number(),
  startRequested: z.boolean(),
  paused: z.boolean(),
  /** How long the client has held the training up in all, milliseconds. */
  pausedMs: z.number().int().nonnegative().default(0),
  /** The client has held it up for as long as it may: no more pauses. */
  pauseSpent: z.boolean().default(false),
  /** Why the client stopped the training; it stands still and goes on unless the client cancels on chain. */
  stopped: z.string().nullable(),
  /** Set when accept_job is on chain. */
  accepted: z
    .strictObject({
      /** Local clock when the node saw its acceptance, milliseconds. */
      atMs: z.number().int(),
      /** Chain clock of the acceptance, seconds. */
      chainAt: z.number().int(),
      binding: hex32,
    })
    .nullable(),
  dataset: storedFile.nullable(),
  /** Epochs that earlier nodes trained and proved: this node's stage of the job begins behind them. */
  epochsDone: z.number().int().nonnegative().default(0),
  /** Nodes that failed before this one. */
  reassignments: z.number().int().nonnegative().default(0),
  /** The state that the stage begins with; null where that follows from the specification. */
  start: storedFile.nullable().default(null),
  /** The last epoch whose state is on disk. */
  snapshot: z.strictObject({ epoch: z.number().int().nonnegative(), file: storedFile }).nullable(),
  checkpoints: z.array(checkpoint).max(64),
  /** States of checkpoints that the client may fetch, by their epochs. */
  kept: z.array(z.strictObject({ epoch: z.number().int().positive(), file: storedFile })).default([]),
  latest: metrics.nullable(),
  /** The last one. */
  anchor: anchor.nullable(),
  /** All of them, in order. */
  anchors: z.array(anchor).default([]),
  proof: z
    .strictObject({
      checkpoints: z.number().int().positive(),
      transaction: z.string(),
      millis: z.number().int().nonnegative(),
      backend: z.string(),
    })
    .nullable(),
  /** What an exact job's node commits to: root over the states between the segments. */
  steps: z.strictObject({ root: hex32, segments: z.number().int().positive() }).nullable().default(null),
  weights: storedFile.nullable(),
  transactions: z.array(z.string()),
  /** When the job was over for the node, milliseconds since the epoch. */
  endedAtMs: z.number().nullable(),
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
});

export type JobRecord = z.infer<typeof jobRecordSchema>;
export type JobPhase = JobRecord['phase'];
export type CheckpointRecord = z.infer<typeof checkpoint>;
export type AnchorRecord = z.infer<typeof anchor>;
export type EpochMetrics = z.infer<typeof metrics>;
export type StoredFile = z.infer<typeof storedFile>;

export interface NewJob {
  readonly job: string;
  readonly clientWallet: string;
  readonly clientKey: string;
  readonly salt: string;
  readonly specJson: string;
  readonly acceptByMs: number;
}

/** A record for a job that a coordinator assigned and nobody accepted yet. */
export function newJobRecord(fields: NewJob): JobRecord {
  return {
    version: 1,
    ...fields,
    phase: 'assigned',
    startRequested: false,
    paused: false,
    pausedMs: 0,
    pauseSpent: false,
    stopped: null,
    accepted: null,
    dataset: null,
    epochsDone: 0,
    reassignments: 0,
    start: null,
    snapshot: null,
    checkpoints: [],
    kept: [],
    latest: null,
    anchor: null,
    anchors: [],
    proof: null,
    steps: null,
    weights: null,
    transactions: [],
    endedAtMs: null,
    error: null,
  };
}

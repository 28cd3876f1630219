import { z } from 'zod';
import { JOB_PHASES } from './job-record.ts';

const count = z.number().int().nonnegative();
const share = z.number().min(0).max(1);
const gpu = z.strictObject({ utilisation: share, memoryMib: z.number().nonnegative() });

const job = z.strictObject({
  job: z.string(),
  phase: z.enum(JOB_PHASES),
  /** What a client sees of the phase; PAUSED while the client holds the training. */
  state: z.string(),
  /** `exact`, or `process:NAME`. */
  engine: z.string(),
  epoch: count,
  epochs: count,
  /** Null before the first epoch. */
  loss: z.number().nonnegative().nullable(),
  accuracy: share.nullable(),
  elapsedMs: count,
  etaMs: count,
  provenCheckpoints: count,
  checkpoints: count,
  error: z.string().nullable(),
});

/** An agent at one moment. Times in milliseconds since the epoch. */
export const agentStatusSchema = z.strictObject({
  version: z.literal(1),
  agentVersion: z.string(),
  pid: count,
  node: z.string(),
  /** Where clients connect: host:port, with #NODE behind it when that is a relay. */
  endpoint: z.string(),
  /** host:port where the agent itself listens. */
  listening: z.string(),
  /** The relay that clients come through; null without one. */
  relay: z
    .strictObject({
      address: z.string(),
      /** Null while there is no connection to it. */
      sinceMs: count.nullable(),
      /** Why the last one ended, or could not be made. */
      error: z.string().nullable(),
    })
    .nullable(),
  startedAtMs: count,
  atMs: count,
  /** Whether a coordinator knows it now. */
  introduced: z.boolean(),
  draining: z.strictObject({ sinceMs: count, deadlineMs: count.nullable() }).nullable(),
  /** Jobs that were reserved before it began to drain, and that their clients may still pay for. */
  awaited: z.array(z.string()).default([]),
  /** What its owner forbids and its system allows: a sentence each. */
  warnings: z.array(z.string()).default([]),
  slots: count,
  freeSlots: count,
  cpuLoad: share,
  memoryMib: count,
  gpus: z.array(gpu),
  /** Open ones, and the last that ended. */
  jobs: z.array(job),
});

export type AgentStatus = z.infer<typeof agentStatusSchema>;
export type JobLine = AgentStatus['jobs'][number];

/** A status that is older says nothing about now. */
export const STATUS_LIVES_MS = 15_000;

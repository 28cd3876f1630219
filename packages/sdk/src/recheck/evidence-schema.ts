import { jobSpecSchema, toleranceSchema } from '@cyxwiz/protocol';
import { z } from 'zod';
import { listedCheckpointSchema } from './checkpoints.ts';

const hex32 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits');
const address = z.string().regex(/^[1-9A-HJ-NP-Za-km-z]{32,44}$/, 'must be a base58 address');
const integer = z.string().regex(/^(0|[1-9]\d{0,19})$/, 'must be a whole number in decimal text');
const natural = z.int().nonnegative();
/** JSON has no infinities, and nothing that is not a number. */
const real = z.string().regex(/^(-?\d+(\.\d+)?(e[+-]?\d+)?|-?Infinity|NaN)$/, 'must be a number as text');

export const EVIDENCE_FILES = {
  before: 'before.safetensors',
  after: 'after.safetensors',
  again: 'again.safetensors',
} as const;

const file = (name: string) =>
  z.strictObject({ name: z.literal(name), sha256: hex32, bytes: natural, commitment: z.string().max(400) });

/** Format 1 of evidence.json: a stretch of epochs of a job that leads elsewhere when it is trained again. */
export const evidenceSchema = z.strictObject({
  format: z.literal('cyxwiz-evidence'),
  version: z.literal(1),
  kind: z.literal('recheck'),
  madeAt: z.iso.datetime(),
  cluster: z.strictObject({ genesisHash: address }),
  /** Address of the job-escrow program. */
  program: address,
  /** What the account of the job held. */
  job: z.strictObject({
    address,
    node: address,
    slot: natural,
    specHash: hex32,
    datasetRoot: hex32,
    binding: hex32,
    checkpoints: z.int().min(1).max(64),
    anchoredCheckpoints: z.int().min(1).max(64),
    anchoredRoot: hex32,
    anchoredWeights: hex32,
    anchoredElapsedMs: integer,
  }),
  specification: jobSpecSchema,
  /** Every checkpoint of the job; their root is the anchored one. */
  checkpoints: z.array(listedCheckpointSchema).min(1).max(64),
  /** How the checkpoint was chosen; null: by hand. */
  draw: z
    .strictObject({ slot: natural, slotHash: hex32, checkpoints: z.array(natural.min(1)).min(1).max(64) })
    .nullable(),
  /** before: number of the checkpoint that the epochs start from, 0 for the beginning of the job. */
  stretch: z.strictObject({
    before: natural,
    checkpoint: natural.min(1),
    from: natural.min(1),
    to: natural.min(1),
  }),
  /** null: equal to the bit. */
  tolerance: toleranceSchema.nullable(),
  /** before: null at the beginning of the job; again: null when the node's own file cannot be read. */
  files: z.strictObject({
    before: file(EVIDENCE_FILES.before).nullable(),
    after: file(EVIDENCE_FILES.after),
    again: file(EVIDENCE_FILES.again).nullable(),
  }),
  comparison: z.strictObject({
    faults: z.array(z.string().max(2000)).max(65_536),
    differences: z
      .array(
        z.strictObject({
          tensor: z.string(),
          dtype: z.string(),
          shape: z.array(natural),
          elements: natural,
          differing: natural,
          /** Farthest off; a is the node's. */
          worst: z.strictObject({ index: natural, a: real, b: real, difference: real }),
        }),
      )
      .max(65_536),
  }),
  /** With what the epochs were trained again; the accuser's word. */
  reexecution: z.strictObject({
    engine: z.string().max(64),
    /** As configured; null: built in. */
    command: z.array(z.string().max(4096)).max(64).nullable(),
    /** Names of the variables that were set for it. */
    environment: z.array(z.string().max(64)).max(256),
    versions: z.record(z.string().max(64), z.string().max(400)),
  }),
  /** How to repeat it. */
  rerun: z.string().max(2000),
});

export type RecheckEvidence = z.infer<typeof evidenceSchema>;

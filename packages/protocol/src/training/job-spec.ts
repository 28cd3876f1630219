import { z } from 'zod';
import { equalBytes, FIELD_MODULUS, sha256 } from '../bytes.ts';
import { CyxwizError } from '../failure.ts';
import { jobEscrow } from '../program/programs.ts';
import { canonicalJson } from './canonical-json.ts';
import { programSchema, toleranceSchema } from './process-job.ts';

/** Most checkpoints that the circuit `checkpoint_chain` can prove for one job. */
export const MAX_CHECKPOINTS = 64;
/** Largest specification in bytes that anybody reads. */
export const MAX_SPEC_BYTES = 4096;

const MAX_STEPS_PER_PROOF = 15;
const MAX_BATCHES = 256;
const MAX_SEGMENTS = Number(jobEscrow.constant('MAX_SEGMENTS'));
const U32_MAX = 0xffff_ffff;
const U16_MAX = 0xffff;
const whole = (max: number) => z.int().min(1).max(max);
const hex32 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits');
const fieldHex = hex32.refine((hex) => /^[0-9a-f]{64}$/.test(hex) && BigInt(`0x${hex}`) < FIELD_MODULUS, {
  message: 'must be below the modulus of the BN254 scalar field',
});

/** Checkpoints of a job: epochs / checkpointInterval, rounded up. */
export function checkpointCount(spec: {
  readonly epochs: number;
  readonly checkpointInterval: number;
}): number {
  return Math.ceil(spec.epochs / spec.checkpointInterval);
}

/** Segments of an exact job: as many steps each as one proof covers. */
export function segmentsOf(
  epochs: number,
  exact: { readonly batches: number; readonly steps: number },
): number {
  return (epochs * exact.batches) / exact.steps;
}

/** What every engine's specification says. */
const common = {
  version: z.literal(1),
  /** Decides everything that is drawn by lot, such as batch order; 32 bytes. */
  seed: hex32,
  epochs: whole(U32_MAX),
  /** Epochs from one checkpoint to the next. */
  checkpointInterval: whole(U16_MAX),
  datasetRoot: fieldHex,
  /** Commitment to the weights before the first step. */
  initialWeights: fieldHex,
  estimatedSeconds: whole(U32_MAX),
  /** The client's raw ed25519 key for the peer-to-peer connection. */
  clientKey: hex32,
};

const exactJobSchema = z.strictObject({
  ...common,
  engine: z.literal('exact'),
  shape: z.strictObject({
    inputs: whole(65_536),
    hidden: whole(65_536),
    outputs: whole(65_536),
    batch: whole(65_536),
  }),
  /** Of a job in the exact tier, and only of one: how its steps are proven. */
  exact: z
    .strictObject({
      /** Number of the step circuit in circuits.json. */
      circuit: whole(U16_MAX),
      keyVersion: whole(U16_MAX),
      /** Steps that one proof covers. */
      steps: whole(MAX_STEPS_PER_PROOF),
      /** Batches of an epoch. */
      batches: whole(MAX_BATCHES),
    })
    .refine(({ batches, steps }) => batches % steps === 0, {
      path: ['batches'],
      message: 'must be a multiple of the steps that one proof covers',
    })
    .optional(),
  program: z.never().optional(),
  tolerance: z.never().optional(),
});

/** A job that a program trains which the node's owner offers by name. It is always of the committed tier. */
const processJobSchema = z.strictObject({
  ...common,
  engine: z.literal('process'),
  program: programSchema,
  /** For whoever re-executes epochs of it; absent: DEFAULT_TOLERANCE. */
  tolerance: toleranceSchema.optional(),
  shape: z.never().optional(),
  exact: z.never().optional(),
});

/** What a job is: everything that decides its result. Its hash is in the escrow. */
export const jobSpecSchema = z
  .discriminatedUnion('engine', [exactJobSchema, processJobSchema])
  .refine((spec) => checkpointCount(spec) <= MAX_CHECKPOINTS, {
    path: ['checkpointInterval'],
    message: `too small: a job has at most ${MAX_CHECKPOINTS} checkpoints (epochs / checkpointInterval, rounded up)`,
  })
  .refine(({ epochs, exact }) => exact === undefined || segmentsOf(epochs, exact) <= MAX_SEGMENTS, {
    path: ['epochs'],
    message: `too many: the steps of an exact job are proven in at most ${MAX_SEGMENTS} segments`,
  });

export type ExactJobSpec = z.infer<typeof exactJobSchema>;
export type ProcessJobSpec = z.infer<typeof processJobSchema>;
export type JobSpec = ExactJobSpec | ProcessJobSpec;

/**
 * Reads a specification from its canonical bytes.
 * @throws CyxwizError `INVALID_JOB_SPEC` when it is not JSON, not canonical, or breaks the schema; the message names
 * every field that is wrong.
 */
export function parseJobSpec(bytes: Uint8Array): JobSpec {
  if (bytes.length > MAX_SPEC_BYTES) throw invalid(`it is longer than ${MAX_SPEC_BYTES} bytes`);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw invalid('it is not JSON in UTF-8', cause);
  }
  const spec = checkJobSpec(value);
  if (!equalBytes(canonicalJson(spec), bytes)) throw invalid('it is not in canonical form (RFC 8785)');
  return spec;
}

/** @throws CyxwizError `INVALID_JOB_SPEC` */
export function checkJobSpec(value: unknown): JobSpec {
  const result = jobSpecSchema.safeParse(value);
  if (result.success) return result.data;
  throw invalid(
    result.error.issues.map((i) => `${i.path.join('.') || 'the whole'}: ${i.message}`).join('; '),
  );
}

/** The canonical bytes that are sent and hashed. @throws CyxwizError `INVALID_JOB_SPEC` */
export function encodeJobSpec(spec: JobSpec): Uint8Array {
  return canonicalJson(checkJobSpec(spec));
}

/** SHA-256 of the canonical bytes: the escrow's `spec_hash`. */
export function specHash(spec: JobSpec | Uint8Array): Uint8Array {
  return sha256(spec instanceof Uint8Array ? spec : encodeJobSpec(spec));
}

function invalid(why: string, cause?: unknown) {
  return new CyxwizError(
    { code: 'INVALID_JOB_SPEC', message: `the job specification is refused: ${why}` },
    { cause },
  );
}

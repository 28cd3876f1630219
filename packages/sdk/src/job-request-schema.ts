import { jobEscrow, programSchema, toleranceSchema } from '@cyxwiz/protocol';
import { z } from 'zod';

const U64_MAX = (1n << 64n) - 1n;
const MAX_AUDITS = Number(jobEscrow.constant('MAX_AUDITS'));
const count = (max: number) => z.int().min(1).max(max);

const fieldsSchema = z.strictObject({
  /** `exact`: built in, fixed point. `process`: a program that nodes offer by name. */
  engine: z.enum(['exact', 'process']).default('exact'),
  /** For `exact` CSV: one row a sample, features first, the class last. For `process` whatever the program reads. */
  dataset: z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'must be bytes'),
  /** Of the exact engine. */
  shape: z
    .strictObject({
      inputs: count(65_536),
      hidden: count(65_536),
      outputs: count(65_536),
      batch: count(65_536),
    })
    .optional(),
  /** Of a `process` job: the program's name, and the configuration that it is started with. */
  program: programSchema.optional(),
  /** Of a `process` job: how far a re-execution may be off. Default: DEFAULT_TOLERANCE. */
  tolerance: toleranceSchema.optional(),
  epochs: count(0xffff_ffff),
  checkpointInterval: count(0xffff).optional(),
  /** 64 hexadecimal digits; random when absent. */
  seed: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits')
    .optional(),
  estimatedSeconds: count(0xffff_ffff),
  /** `exact`: the chain draws segments of the training, and the node proves them step by step. */
  tier: z.enum(['committed', 'exact']).default('committed'),
  /** Segments to prove in the exact tier, 0 for governance's default; a node that is new has to prove more. */
  audits: z.int().min(0).max(MAX_AUDITS).default(0),
  priority: z.enum(['low', 'normal', 'high', 'critical']).default('normal'),
  resources: z
    .strictObject({
      cpuCores: z.int().min(1).max(65_535).default(1),
      memoryMib: count(0xffff_ffff).default(256),
      gpuCount: z.int().min(0).max(255).optional(),
      gpuMemoryMib: z.int().min(0).max(0xffff_ffff).optional(),
      gpuClass: z.enum(['consumer', 'datacenter']).optional(),
    })
    .prefault({}),
  /** Base58; absent: CYXWIZ. */
  mint: z.string().optional(),
  maxPrice: z.bigint().min(1n, 'must be above zero').max(U64_MAX).optional(),
  deadlineSeconds: z.bigint().min(1n).max(604_800n, 'must be at most seven days').optional(),
  idempotencyKey: z.string().min(1).max(200).optional(),
});

/** What a client asks for. Amounts are base units, times seconds. */
export const jobRequestSchema = fieldsSchema.superRefine((request, context) => {
  const refuse = (path: string, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message });
  const { engine, tier, audits, shape, program, tolerance } = request;
  if (engine === 'exact') {
    if (shape === undefined) refuse('shape', 'is missing: the exact engine needs the layers of its network');
    if (program !== undefined)
      refuse('program', 'belongs to the engine `process`, and this job is for `exact`');
    if (tolerance !== undefined)
      refuse('tolerance', 'is for programs: re-executions of the exact engine agree to the bit');
  } else {
    if (tier === 'exact')
      refuse('tier', 'is exact, and steps of a program cannot be proven: take the committed tier');
    if (program === undefined) refuse('program', 'is missing: name the program and give its configuration');
    if (shape !== undefined)
      refuse('shape', 'is for the exact engine; a program is told in its configuration');
  }
  if (tier === 'committed' && audits !== 0) refuse('audits', 'are drawn in the exact tier only');
});

export type JobRequest = z.input<typeof jobRequestSchema>;

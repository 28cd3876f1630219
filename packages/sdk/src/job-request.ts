import { createHash, randomBytes } from 'node:crypto';
import {
  commitWeights,
  type ExactDataset,
  type ExactShape,
  fieldToHex,
  initialWeights,
  prepareDataset,
} from '@cyxwiz/engine';
import { encodeJobSpec, isFailure, type JobSpec, jobEscrow, messageOf, specHash } from '@cyxwiz/protocol';
import { z } from 'zod';
import type { Priority, Resources } from './coordinator/client.ts';
import { badInput, ClientError } from './errors.ts';
import { type ExactSteps, exactSteps } from './exact-steps.ts';
import { newSessionKey, type SessionKey } from './session-key.ts';

const U64_MAX = (1n << 64n) - 1n;
const MAX_AUDITS = Number(jobEscrow.constant('MAX_AUDITS'));
const count = (max: number) => z.int().min(1).max(max);

const fieldsSchema = z.strictObject({
  /** CSV: one row a sample, features first, the class last. */
  dataset: z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'must be bytes'),
  shape: z.strictObject({
    inputs: count(65_536),
    hidden: count(65_536),
    outputs: count(65_536),
    batch: count(65_536),
  }),
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
export const jobRequestSchema = fieldsSchema.refine(({ tier, audits }) => tier === 'exact' || audits === 0, {
  path: ['audits'],
  message: 'are drawn in the exact tier only',
});

export type JobRequest = z.input<typeof jobRequestSchema>;

/** A request with everything computed that the coordinator, the chain and the node will be held to. */
export type PreparedJob = {
  spec: JobSpec;
  specJson: Uint8Array;
  specHash: Uint8Array;
  datasetBytes: Uint8Array;
  dataset: ExactDataset;
  sessionKey: SessionKey;
  /** Secret share of the audit challenge; only its hash is public. */
  clientNonce: Uint8Array;
  clientNonceHash: Uint8Array;
  /** Audits asked for; 0 for governance's default. */
  audits: number;
  priority: Priority;
  resources: Resources;
  mint: string | undefined;
  maxPrice: bigint | undefined;
  deadlineSeconds: bigint;
  idempotencyKey: string;
};

/**
 * Commits to data set and first weights, and writes the specification.
 * @throws ClientError BAD_INPUT naming the field; the data set's faults name the row.
 */
export function prepareJob(request: JobRequest): PreparedJob {
  const parsed = jobRequestSchema.safeParse(request);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw badInput(
      issue?.path.join('.') || 'request',
      issue?.message ?? 'is wrong',
      'correct it and submit again',
    );
  }
  const { dataset: datasetBytes, shape, epochs, ...rest } = parsed.data;
  const seed = rest.seed ?? randomBytes(32).toString('hex');
  const exactOf = rest.tier === 'exact' ? () => exactSteps(datasetBytes, shape, epochs) : undefined;
  const { dataset, exact, root, start } = commit(datasetBytes, shape, seed, exactOf);
  const sessionKey = newSessionKey();
  const clientNonce = new Uint8Array(randomBytes(32));
  const spec: JobSpec = {
    version: 1,
    engine: 'exact',
    shape,
    seed,
    epochs,
    checkpointInterval: rest.checkpointInterval ?? Math.ceil(epochs / 64),
    datasetRoot: root,
    initialWeights: start,
    estimatedSeconds: rest.estimatedSeconds,
    clientKey: Buffer.from(sessionKey.publicKey).toString('hex'),
    ...(exact ? { exact } : {}),
  };
  return {
    spec,
    specJson: encode(spec),
    specHash: specHash(spec),
    datasetBytes,
    dataset,
    sessionKey,
    clientNonce,
    clientNonceHash: new Uint8Array(createHash('sha256').update(clientNonce).digest()),
    audits: rest.audits,
    priority: rest.priority,
    resources: dropUndefined(rest.resources),
    mint: rest.mint,
    maxPrice: rest.maxPrice,
    deadlineSeconds: rest.deadlineSeconds ?? 0n,
    idempotencyKey: rest.idempotencyKey ?? randomBytes(16).toString('hex'),
  };
}

function commit(bytes: Uint8Array, shape: ExactShape, seed: string, exactOf?: () => ExactSteps) {
  try {
    const { dataset, exact } = exactOf?.() ?? { dataset: prepareDataset(bytes, shape), exact: undefined };
    return {
      dataset,
      exact,
      root: fieldToHex(dataset.root),
      start: fieldToHex(commitWeights(initialWeights(shape, seed))),
    };
  } catch (cause) {
    if (cause instanceof ClientError) throw cause;
    throw new ClientError('BAD_INPUT', `dataset: ${messageOf(cause)}`, {
      next: 'correct the file; each row is the features and then the class, all whole numbers',
      ...(isFailure(cause) ? { reason: cause.code } : hasCode(cause) ? { reason: cause.code } : {}),
      details: { field: 'dataset' },
      cause,
    });
  }
}

function encode(spec: JobSpec): Uint8Array {
  try {
    return encodeJobSpec(spec);
  } catch (cause) {
    throw new ClientError('BAD_INPUT', messageOf(cause), {
      next: 'correct the field that the message names',
      cause,
    });
  }
}

function hasCode(error: unknown): error is { code: string } {
  return (
    typeof error === 'object' && error !== null && typeof (error as { code?: unknown }).code === 'string'
  );
}

function dropUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as never;
}

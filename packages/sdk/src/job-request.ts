import { createHash, randomBytes } from 'node:crypto';
import {
  commitWeights,
  type ExactDataset,
  type ExactShape,
  fieldToHex,
  initialWeights,
  prepareDataset,
} from '@cyxwiz/engine';
import {
  DEFAULT_TOLERANCE,
  encodeJobSpec,
  isFailure,
  type JobSpec,
  messageOf,
  type Program,
  processDatasetRoot,
  processStart,
  specHash,
  type Tolerance,
  toHex,
} from '@cyxwiz/protocol';
import type { Priority, Resources } from './coordinator/client.ts';
import { badInput, ClientError } from './errors.ts';
import { type ExactSteps, exactSteps } from './exact-steps.ts';
import { type JobRequest, jobRequestSchema } from './job-request-schema.ts';
import { newSessionKey, type SessionKey } from './session-key.ts';

/** A request with everything computed that the coordinator, the chain and the node will be held to. */
export type PreparedJob = {
  spec: JobSpec;
  specJson: Uint8Array;
  specHash: Uint8Array;
  datasetBytes: Uint8Array;
  /** As the exact engine reads it; a program reads the bytes itself. */
  dataset: ExactDataset | undefined;
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
  const { dataset: datasetBytes, epochs, ...rest } = parsed.data;
  const seed = rest.seed ?? randomBytes(32).toString('hex');
  const sessionKey = newSessionKey();
  const clientNonce = new Uint8Array(randomBytes(32));
  const common = {
    version: 1 as const,
    seed,
    epochs,
    checkpointInterval: rest.checkpointInterval ?? Math.ceil(epochs / 64),
    estimatedSeconds: rest.estimatedSeconds,
    clientKey: Buffer.from(sessionKey.publicKey).toString('hex'),
  };
  const { dataset, ...trained } =
    rest.program === undefined
      ? exactPart(datasetBytes, rest.shape as ExactShape, common, rest.tier)
      : { dataset: undefined, ...processPart(datasetBytes, rest.program, seed, rest.tolerance) };
  const spec: JobSpec = { ...common, ...trained };
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

/** What a specification says of the built-in training. */
function exactPart(
  bytes: Uint8Array,
  shape: ExactShape,
  { seed, epochs }: { seed: string; epochs: number },
  tier: 'committed' | 'exact',
) {
  const exactOf = tier === 'exact' ? () => exactSteps(bytes, shape, epochs) : undefined;
  const { dataset, exact, root, start } = commit(bytes, shape, seed, exactOf);
  const hashes = { datasetRoot: root, initialWeights: start };
  return { dataset, engine: 'exact' as const, shape, ...hashes, ...(exact ? { exact } : {}) };
}

/** And of a program. The tolerance is written down, so that the two sides cannot mean different ones later. */
function processPart(bytes: Uint8Array, program: Program, seed: string, tolerance?: Tolerance) {
  if (bytes.length === 0) {
    throw badInput('dataset', 'is empty', 'name the file that the program is to read');
  }
  const sha256 = new Uint8Array(createHash('sha256').update(bytes).digest());
  return {
    engine: 'process' as const,
    program,
    tolerance: tolerance ?? DEFAULT_TOLERANCE,
    datasetRoot: toHex(processDatasetRoot(sha256)),
    initialWeights: toHex(processStart(program, seed)),
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

import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeWeights, encodeSnapshot } from '@cyxwiz/engine';
import { equalBytes, fromHex, type JobSpec, toHex } from '@cyxwiz/protocol';
import { Engines } from './adapters/engine/engines.ts';
import { ExactEngine } from './adapters/engine/exact-engine.ts';
import { ProcessEngine } from './adapters/engine/process-engine.ts';
import { type EngineOffers, engineOffersSchema } from './domain/engine-offer.ts';
import { NodeError } from './domain/errors.ts';
import type { Engine } from './ports/engine.ts';
import type { Log } from './ports/log.ts';

/** A checkpoint to go on from: safetensors bytes, and the epochs that they have behind them. */
export interface Start {
  readonly epoch: number;
  readonly bytes: Uint8Array;
}

export interface Reexecutor {
  /**
   * Trains from a checkpoint, or from the beginning, up to and including epoch `to`.
   * @returns the safetensors file that a node would have then
   * @throws NodeError TRAINING_FAILED; EngineError for a checkpoint that the exact engine cannot take
   */
  train(from: Start | null, to: number, onEpoch?: (epoch: number) => void): Promise<Uint8Array>;
  close(): Promise<void>;
}

export interface ReexecutorOptions {
  readonly spec: JobSpec;
  /** The data set as the node got it. */
  readonly dataset: Uint8Array;
  /** As in the `engines` of a node's configuration; needed for a `process` job only. */
  readonly engines?: unknown;
  readonly log?: Log;
  /** Interrupts the epoch under way. */
  readonly signal?: AbortSignal;
}

const SILENT: Log = { info() {}, warn() {}, error() {}, debug() {} };

/** @throws NodeError CONFIG_INVALID */
export function parseEngineOffers(value: unknown): EngineOffers {
  const parsed = engineOffersSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new NodeError('CONFIG_INVALID', `${issue?.path.join('.') || 'engines'}: ${issue?.message}`);
}

/**
 * Trains parts of a job again, with the engines of a node but without one: for whoever wants to compare.
 * @throws NodeError CONFIG_INVALID, ASSIGNMENT_REFUSED for a program that is not offered, DATASET_ROOT for another data
 * set than the job's
 */
export async function openReexecutor(options: ReexecutorOptions): Promise<Reexecutor> {
  const { spec, dataset, log = SILENT } = options;
  const offers = parseEngineOffers(options.engines ?? {});
  const folder = await mkdtemp(join(tmpdir(), 'cyxwiz-recheck-'));
  const close = () => rm(folder, { recursive: true, force: true });
  try {
    const engine = new Engines({
      exact: new ExactEngine(),
      process: await ProcessEngine.open(folder, offers, log),
    });
    const path = join(folder, 'dataset');
    await writeFile(path, dataset, { mode: 0o600 });
    await requireInputs(engine, spec, path, createHash('sha256').update(dataset).digest());
    return {
      train: (from, to, onEpoch) => train(engine, { ...options, path }, from, to, onEpoch),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function requireInputs(engine: Engine, spec: JobSpec, path: string, sha256: Uint8Array): Promise<void> {
  const { root } = await engine.datasetFacts(spec, path, sha256);
  if (!equalBytes(root, fromHex(spec.datasetRoot, 32))) {
    throw new NodeError(
      'DATASET_ROOT',
      `the data set's root is ${toHex(root)}, the job's ${spec.datasetRoot}: name the file that the job was made from`,
    );
  }
}

async function train(
  engine: Engine,
  { spec, path, signal }: ReexecutorOptions & { readonly path: string },
  from: Start | null,
  to: number,
  onEpoch?: (epoch: number) => void,
): Promise<Uint8Array> {
  signal?.throwIfAborted();
  const done = from?.epoch ?? 0;
  const run = await engine.open(spec, path, from && stateOf(spec, from), done);
  const halt = () => run.halt();
  signal?.addEventListener('abort', halt, { once: true });
  try {
    for (let epoch = done + 1; epoch <= to; epoch += 1) {
      await run.runEpoch();
      onEpoch?.(epoch);
    }
    return await run.safetensors();
  } finally {
    signal?.removeEventListener('abort', halt);
    await run.close();
  }
}

/** Of an exact job only the weights are committed: where they stand is what we say, not what the file says. */
function stateOf(spec: JobSpec, { epoch, bytes }: Start): Uint8Array {
  if (spec.engine === 'process') return bytes;
  return encodeSnapshot({
    weights: decodeWeights(bytes),
    seed: spec.seed,
    datasetRoot: spec.datasetRoot,
    batchRows: spec.shape.batch,
    ...{ epoch, batch: 0, squaredError: 0, correct: 0 },
  });
}

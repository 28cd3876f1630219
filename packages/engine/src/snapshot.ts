import { EngineError } from './errors.ts';
import { fieldFromHex } from './field.ts';
import { decodeSafetensors } from './safetensors.ts';
import { seedBytes } from './seed.ts';
import type { ExactWeights } from './weights.ts';
import { encodeWeights, weightsOf } from './weights-file.ts';

/** A trainer's whole state at a batch boundary. */
export interface TrainerState {
  readonly weights: ExactWeights;
  readonly seed: string;
  readonly datasetRoot: string;
  readonly batchRows: number;
  readonly epoch: number;
  readonly batch: number;
  readonly squaredError: number;
  readonly correct: number;
}

const COUNTS = ['batchRows', 'epoch', 'batch', 'squaredError', 'correct'] as const;
const KIND = 'cyxwiz-exact-snapshot';

/** A weights file whose metadata carries the rest, so that a snapshot opens wherever weights do. */
export function encodeSnapshot(state: TrainerState): Uint8Array {
  const metadata: Record<string, string> = { kind: KIND, seed: state.seed, datasetRoot: state.datasetRoot };
  for (const name of COUNTS) metadata[name] = String(state[name]);
  return encodeWeights(state.weights, metadata);
}

/** @throws EngineError SNAPSHOT_INVALID, whatever the bytes. */
export function decodeSnapshot(bytes: Uint8Array): TrainerState {
  try {
    const file = decodeSafetensors(bytes);
    const { kind, seed, datasetRoot } = file.metadata;
    if (kind !== KIND || seed === undefined || datasetRoot === undefined)
      throw invalid('it is not a snapshot');
    seedBytes(seed);
    fieldFromHex(datasetRoot);
    const [batchRows, epoch, batch, squaredError, correct] = COUNTS.map((name) =>
      count(name, file.metadata[name]),
    );
    return {
      weights: weightsOf(file),
      seed,
      datasetRoot,
      batchRows: batchRows as number,
      epoch: epoch as number,
      batch: batch as number,
      squaredError: squaredError as number,
      correct: correct as number,
    };
  } catch (error) {
    if (error instanceof EngineError && error.code !== 'SNAPSHOT_INVALID') throw invalid(error.message);
    throw error;
  }
}

function count(name: string, text: string | undefined): number {
  const value = Number(text);
  const max = name === 'epoch' ? 2 ** 32 - 1 : Number.MAX_SAFE_INTEGER;
  if (text === undefined || !/^(0|[1-9]\d{0,15})$/.test(text) || value > max)
    throw invalid(`${name} is not a count`);
  return value;
}

function invalid(reason: string): EngineError {
  return new EngineError(
    { code: 'SNAPSHOT_INVALID', reason },
    `the snapshot is damaged (${reason}); delete it and take an older one`,
  );
}

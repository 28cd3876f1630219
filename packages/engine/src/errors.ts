/** Every way the engine can refuse. `message` says what is wrong and what to do; the other fields are for programs. */
export type EngineFailure =
  | { code: 'SHAPE_INVALID'; field: string; found: unknown; min: number; max: number }
  | { code: 'SHAPE_EXCEEDS_NUMBER_RANGE'; quantity: string; bound: bigint; limit: bigint }
  | { code: 'SEED_INVALID' }
  | { code: 'STEP_INVALID'; found: unknown }
  | { code: 'SEGMENTS_INVALID'; epochs: number; batches: number; steps: number; max: number }
  | { code: 'DATASET_NO_ROWS' }
  | { code: 'DATASET_TOO_LARGE'; unit: 'bytes' | 'rows'; found: number; limit: number }
  | { code: 'DATASET_TOO_FEW_ROWS'; found: number; needed: number }
  | { code: 'DATASET_WRONG_WIDTH'; line: number; found: number; expected: number }
  | { code: 'DATASET_NOT_A_NUMBER'; line: number; column: number }
  | { code: 'DATASET_FRACTIONAL'; line: number; column: number }
  | { code: 'DATASET_VALUE_OUT_OF_RANGE'; line: number; column: number; max: number }
  | { code: 'DATASET_LABEL_OUT_OF_RANGE'; line: number; column: number; max: number }
  | { code: 'DATASET_SHAPE_MISMATCH' }
  | { code: 'WEIGHTS_INVALID'; reason: string }
  | { code: 'WEIGHT_OUT_OF_SLOT'; tensor: 'w1' | 'w2'; index: number; found: number; limit: number }
  | {
      code: 'VALUE_OUT_OF_SLOT';
      quantity: 'hidden' | 'output' | 'delta';
      found: number;
      min: number;
      max: number;
    }
  | { code: 'NOT_A_FIELD_ELEMENT' }
  | { code: 'SNAPSHOT_INVALID'; reason: string }
  | { code: 'SNAPSHOT_MISMATCH'; field: string }
  | { code: 'SAFETENSORS_INVALID'; reason: string }
  | { code: 'ABORTED' };

export type EngineErrorCode = EngineFailure['code'];

/** Thrown by every function of this package for an expected failure; anything else that escapes is a fault of ours. */
export class EngineError extends Error {
  readonly failure: EngineFailure;

  constructor(failure: EngineFailure, message: string) {
    super(message);
    this.name = 'EngineError';
    this.failure = failure;
  }

  get code(): EngineErrorCode {
    return this.failure.code;
  }
}

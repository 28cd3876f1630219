export { CHAIN_TAG, chainHash } from './chain-hash.ts';
export {
  type Comparison,
  compareTensors,
  type TensorDifference,
  type TensorTolerance,
} from './compare-tensors.ts';
export { MAX_DATASET_BYTES } from './csv.ts';
export {
  batchLeaf,
  type ExactDataset,
  type PrepareOptions,
  prepareDataset,
  rowOrder,
  type Samples,
  trainingBatches,
} from './dataset.ts';
export { EngineError, type EngineErrorCode, type EngineFailure } from './errors.ts';
export { type Evaluation, evaluate } from './evaluate.ts';
export { FIELD_MODULUS, fieldFromBytes, fieldFromHex, fieldToBytes, fieldToHex } from './field.ts';
export {
  assertRanges,
  FORMAT,
  MAX_BATCHES,
  MAX_SEGMENTS,
  rangeBounds,
  type StateLayout,
  stateLayout,
} from './format.ts';
export { type BatchTree, batchTree, type PoseidonTree, stateTree } from './merkle.ts';
export { batchIndex, type EpochOrder, epochOrder } from './order.ts';
export {
  decodeSafetensors,
  encodeSafetensors,
  type IntTensor,
  SAFETENSORS_LIMITS,
  type SafetensorsFile,
} from './safetensors.ts';
export {
  CHECKPOINT_LIMITS,
  readLayout,
  SAFETENSORS_TYPES,
  type SafetensorsLayout,
  type SafetensorsLimits,
  type TensorEntry,
} from './safetensors-layout.ts';
export type { SeedHex } from './seed.ts';
export { type SegmentClaim, segmentBatches, segmentCount, segmentStatement } from './segment.ts';
export { assertShape, type ExactShape, SHAPE_LIMITS, sameShape } from './shape.ts';
export { encodeSnapshot, type TrainerState } from './snapshot.ts';
export { roundShift, SgdStep, type StepMetrics } from './step.ts';
export {
  type AsyncEpochOptions,
  type EpochMetrics,
  type EpochProgress,
  ExactTrainer,
  type TrainerOptions,
} from './trainer.ts';
export { assertWeights, commitWeights, copyWeights, type ExactWeights, initialWeights } from './weights.ts';
export { commitmentOfSafetensors, decodeWeights, encodeWeights } from './weights-file.ts';
export { packBatch, packState } from './words.ts';

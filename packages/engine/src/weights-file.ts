import { EngineError } from './errors.ts';
import { FORMAT } from './format.ts';
import { decodeSafetensors, encodeSafetensors, type SafetensorsFile } from './safetensors.ts';
import { assertWeights, commitWeights, type ExactWeights } from './weights.ts';

const KIND = 'cyxwiz-exact';

/**
 * Weights as safetensors: I32 tensors w1 [hidden, inputs] and w2 [outputs, hidden]; `metadata` joins the format's own
 * (`format`, `format_version`, `w1_fraction_bits`, `w2_fraction_bits`). Divide by 2^15 and 2^16 for real numbers.
 */
export function encodeWeights(
  weights: ExactWeights,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  assertWeights(weights);
  const { inputs, hidden, outputs, w1, w2 } = weights;
  return encodeSafetensors({
    tensors: {
      w1: { dtype: 'I32', shape: [hidden, inputs], data: w1 },
      w2: { dtype: 'I32', shape: [outputs, hidden], data: w2 },
    },
    metadata: {
      ...metadata,
      format: KIND,
      format_version: String(FORMAT.version),
      w1_fraction_bits: String(FORMAT.w1Fraction),
      w2_fraction_bits: String(FORMAT.w2Fraction),
    },
  });
}

/** @throws EngineError SAFETENSORS_INVALID, SHAPE_INVALID, WEIGHTS_INVALID, WEIGHT_OUT_OF_SLOT */
export function decodeWeights(bytes: Uint8Array): ExactWeights {
  return weightsOf(decodeSafetensors(bytes));
}

/** As decodeWeights, for a file that is decoded already. */
export function weightsOf(file: SafetensorsFile): ExactWeights {
  const { metadata, tensors } = file;
  if (
    metadata.format !== KIND ||
    metadata.format_version !== String(FORMAT.version) ||
    metadata.w1_fraction_bits !== String(FORMAT.w1Fraction) ||
    metadata.w2_fraction_bits !== String(FORMAT.w2Fraction)
  ) {
    throw refused(`its metadata does not say ${KIND}, version ${FORMAT.version}`);
  }
  const { w1, w2 } = tensors;
  if (Object.keys(tensors).length !== 2 || w1?.dtype !== 'I32' || w2?.dtype !== 'I32') {
    throw refused('it must hold exactly the I32 tensors w1 and w2');
  }
  const [hidden, inputs, ...rest1] = w1.shape;
  const [outputs, across, ...rest2] = w2.shape;
  if (
    hidden === undefined ||
    inputs === undefined ||
    outputs === undefined ||
    rest1.length + rest2.length > 0
  ) {
    throw refused('w1 and w2 must each have two dimensions');
  }
  if (across !== hidden) throw refused(`w1 has ${hidden} hidden units and w2 ${across}`);
  const weights = { inputs, hidden, outputs, w1: w1.data, w2: w2.data };
  assertWeights(weights);
  return weights;
}

/**
 * The commitment to the weights in a file: equal to the chain's final weights exactly when these are the weights that
 * were anchored. The metadata is not committed. @throws as decodeWeights.
 */
export function commitmentOfSafetensors(bytes: Uint8Array): bigint {
  return commitWeights(decodeWeights(bytes));
}

function refused(reason: string): EngineError {
  return new EngineError(
    { code: 'WEIGHTS_INVALID', reason },
    `these are not weights of the exact engine: ${reason}`,
  );
}

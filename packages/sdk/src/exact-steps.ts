import { type ExactDataset, type ExactShape, prepareDataset, segmentCount } from '@cyxwiz/engine';
import { type JobSpec, messageOf, STEP_CIRCUITS, type StepCircuit, stepCircuitsFor } from '@cyxwiz/protocol';
import { badInput } from './errors.ts';

/** How an exact job's steps are proven, and its data set in batches that fit. */
export interface ExactSteps {
  readonly exact: NonNullable<JobSpec['exact']>;
  readonly dataset: ExactDataset;
}

/**
 * Chooses the circuit with most steps a proof for which there are enough rows: the fewer segments there are, the more of
 * the training each audit looks at.
 * @throws ClientError BAD_INPUT; EngineError when the data set has a fault
 */
export function exactSteps(bytes: Uint8Array, shape: ExactShape, epochs: number): ExactSteps {
  let tooFew: unknown;
  for (const circuit of circuitsOf(shape)) {
    const { circuit: number, keyVersion, steps } = circuit;
    let dataset: ExactDataset;
    try {
      dataset = prepareDataset(bytes, shape, { batchesMultipleOf: steps });
    } catch (cause) {
      if ((cause as { code?: unknown }).code !== 'DATASET_TOO_FEW_ROWS') throw cause;
      tooFew = cause;
      continue;
    }
    const batches = dataset.batches.length;
    requireSegments(epochs, batches, steps);
    return { exact: { circuit: number, keyVersion, steps, batches }, dataset };
  }
  throw tooFew;
}

/** @throws ClientError BAD_INPUT */
function circuitsOf(shape: ExactShape): readonly StepCircuit[] {
  const circuits = stepCircuitsFor(shape);
  if (circuits.length > 0) return circuits;
  const all = [...new Set(STEP_CIRCUITS.map(({ shape: made }) => nameOf(made)))].join(', ');
  throw badInput(
    'shape',
    `no circuit proves steps of ${nameOf(shape)}`,
    `take a shape that can be proven (${all}), or the committed tier`,
  );
}

/** Whether the proofs that a job may be asked for can be counted. @throws ClientError BAD_INPUT */
function requireSegments(epochs: number, batches: number, steps: number): void {
  try {
    segmentCount(epochs, batches, steps);
  } catch (cause) {
    throw badInput('epochs', messageOf(cause), 'order fewer epochs, or the committed tier');
  }
}

const nameOf = ({ inputs, hidden, outputs, batch }: ExactShape) =>
  `${inputs}-${hidden}-${outputs} in batches of ${batch}`;

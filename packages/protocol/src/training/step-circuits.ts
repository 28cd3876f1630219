import type { ExactJobSpec, JobSpec } from './job-spec.ts';
import table from './step-circuits.json' with { type: 'json' };

/** A circuit that proves steps of training; the table is generated from circuits.json. */
export interface StepCircuit {
  /** Number of the circuit, on chain and in circuits.json. */
  readonly circuit: number;
  readonly name: string;
  readonly keyVersion: number;
  /** Its key came from a published seed. */
  readonly development: boolean;
  /** The committed verifying key, below `circuits/`. */
  readonly verifyingKey: string;
  /** Steps that one proof covers. */
  readonly steps: number;
  readonly shape: ExactJobSpec['shape'];
}

export const STEP_CIRCUITS: readonly StepCircuit[] = table;

/** Circuits that prove steps of such a network; the one with most steps a proof comes first. */
export function stepCircuitsFor(shape: ExactJobSpec['shape']): readonly StepCircuit[] {
  const { inputs, hidden, outputs, batch } = shape;
  return STEP_CIRCUITS.filter(
    ({ shape: made }) =>
      made.inputs === inputs && made.hidden === hidden && made.outputs === outputs && made.batch === batch,
  ).toSorted((a, b) => b.steps - a.steps);
}

/** The circuit that a specification names; undefined when circuits.json has none such. */
export function stepCircuitOf({ exact }: Pick<JobSpec, 'exact'>): StepCircuit | undefined {
  return STEP_CIRCUITS.find(
    ({ circuit, keyVersion }) => circuit === exact?.circuit && keyVersion === exact.keyVersion,
  );
}

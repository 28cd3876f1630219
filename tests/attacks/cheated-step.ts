import { copyWeights, type ExactWeights, type Samples, SgdStep } from '../../packages/engine/src/index.ts';

/** The weights after steps on these of the batches, each step with `times` the change that it should make. */
export function trainedOn(
  from: ExactWeights,
  batches: readonly Samples[],
  indices: readonly number[],
  times = 1,
): ExactWeights {
  const weights = copyWeights(from);
  const rows = (batches[0]?.labels.length ?? 0) as number;
  const step = new SgdStep({ ...weights, batch: rows });
  for (const index of indices) {
    step.run(weights, batches[index] as Samples);
    for (const [values, change] of [
      [weights.w1, step.change1],
      [weights.w2, step.change2],
    ] as const) {
      for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) - (times - 1) * (change[i] ?? 0);
    }
  }
  return weights;
}

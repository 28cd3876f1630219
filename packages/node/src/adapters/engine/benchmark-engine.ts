import { copyWeights, type ExactShape, initialWeights, type Samples, SgdStep } from '@cyxwiz/engine';

/** The network of the step circuits: what jobs of the exact tier train. */
const SHAPE: ExactShape = { inputs: 64, hidden: 32, outputs: 10, batch: 8 };
/** Multiply-accumulates of a sample: forward and the update through both layers, deltas back through the second. */
const MACS_A_SAMPLE = 2 * SHAPE.inputs * SHAPE.hidden + 3 * SHAPE.hidden * SHAPE.outputs;
const BETWEEN_LOOKS = 64;

/**
 * How fast this machine trains exactly, on one core: multiply-accumulates a second, as the registry keeps them.
 * Occupies the thread for as long as it measures.
 */
export function benchmarkEngine(milliseconds = 2_000, now: () => number = () => performance.now()): bigint {
  const step = new SgdStep(SHAPE);
  const first = initialWeights(SHAPE, '5e'.repeat(32));
  const batch = sampleBatch();
  const run = (until: number): number => {
    let steps = 0;
    while (now() < until) {
      // A network that has learnt the batch has nothing left to compute.
      const weights = copyWeights(first);
      for (let i = 0; i < BETWEEN_LOOKS; i += 1) step.run(weights, batch);
      steps += BETWEEN_LOOKS;
    }
    return steps;
  };
  // What is compiled on the way is not the machine's speed.
  run(now() + milliseconds / 4);
  const started = now();
  const steps = run(started + milliseconds);
  const seconds = (now() - started) / 1000;
  return BigInt(Math.round((steps * SHAPE.batch * MACS_A_SAMPLE) / seconds));
}

function sampleBatch(): Samples {
  const pixels = Uint8Array.from({ length: SHAPE.batch * SHAPE.inputs }, (_, i) => (i * 7 + (i >> 3)) % 16);
  return { pixels, labels: Uint8Array.from({ length: SHAPE.batch }, (_, row) => row) };
}

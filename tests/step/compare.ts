import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { copyWeights, EngineError, SgdStep } from '../../packages/engine/src/index.ts';
import { type RandomStep, randomStep } from './random-steps.ts';

export interface Comparison {
  readonly steps: number;
  /** Steps that both refuse, for the same quantity. */
  readonly refused: number;
  readonly differences: readonly string[];
}

/** What the engine makes of a step, in the reference's words. */
export function engineAnswer({ shape, weights, batch }: RandomStep): object {
  const after = copyWeights(weights);
  try {
    const { squaredError, correct } = new SgdStep(shape).run(after, batch);
    return { w1: [...after.w1], w2: [...after.w2], squaredError, correct };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const { failure } = error;
    if (failure.code === 'VALUE_OUT_OF_SLOT') return { refused: failure.quantity };
    if (failure.code === 'WEIGHT_OUT_OF_SLOT') return { refused: failure.tensor };
    throw error;
  }
}

/** Compares engine and reference on `steps` random steps, to the bit. `python` is a Python that has numpy. */
export async function compare(
  steps: number,
  seed: number,
  python: { command: string; env: NodeJS.ProcessEnv },
): Promise<Comparison> {
  const child = spawn(python.command, ['-B', new URL('reference.py', import.meta.url).pathname], {
    env: python.env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const differences: string[] = [];
  let refused = 0;
  for (let i = 0; i < steps; i++) {
    const step = randomStep(i, seed);
    const { inputs, hidden, outputs, batch } = step.shape;
    const { weights, batch: rows } = step;
    const request = {
      shape: [inputs, hidden, outputs, batch],
      ...{ w1: [...weights.w1], w2: [...weights.w2], pixels: [...rows.pixels], labels: [...rows.labels] },
    };
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await answers.next();
    if (done) throw new Error(`the reference ended with ${await ended} at step ${i}`);
    const expected = engineAnswer(step);
    if ('refused' in expected) refused++;
    if (JSON.stringify(JSON.parse(value)) !== JSON.stringify(expected)) {
      differences.push(`step ${i} of seed ${seed}, ${inputs}-${hidden}-${outputs} with batches of ${batch}`);
    }
  }
  child.stdin.end();
  const code = await ended;
  if (code !== 0) throw new Error(`the reference ended with ${code}`);
  return { steps, refused, differences };
}

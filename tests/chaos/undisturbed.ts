import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ExactTrainer, encodeWeights, prepareDataset } from '@cyxwiz/engine';
import { type ProcessJobSpec, stepCircuitsFor } from '@cyxwiz/protocol';
import { ProcessEngine } from '../../packages/node/src/adapters/engine/process-engine.ts';
import { engineOffersSchema } from '../../packages/node/src/domain/engine-offer.ts';
import { datasetOf, PROGRAM, SEED, TRAININGS } from './kinds.ts';
import type { Kind } from './plan.ts';

const SHAPE = { inputs: 64, hidden: 32, outputs: 10, batch: 8 };
const SCRIPT = fileURLToPath(
  new URL('../../packages/node/test/support/process-program.mjs', import.meta.url),
);
export const OFFER = { command: [process.execPath, SCRIPT], restarts: 20 };
const quiet = { info() {}, warn() {}, error() {}, debug() {} };

/** The weights of trainings that nobody disturbed. */
export type Undisturbed = Readonly<Record<Kind, Uint8Array>>;

export async function undisturbed(): Promise<Undisturbed> {
  const [{ steps: batchesMultipleOf = 1 } = {}] = stepCircuitsFor(SHAPE);
  return {
    committed: await byEngine('committed', {}),
    exact: await byEngine('exact', { batchesMultipleOf }),
    program: await byProgram(),
  };
}

async function byEngine(kind: Kind, options: { batchesMultipleOf?: number }): Promise<Uint8Array> {
  const dataset = prepareDataset(await datasetOf(kind), SHAPE, options);
  const trainer = new ExactTrainer({ shape: SHAPE, seed: SEED, dataset });
  for (let epoch = 1; epoch <= TRAININGS[kind].epochs; epoch += 1) trainer.runEpoch();
  return encodeWeights(trainer.weights);
}

async function byProgram(): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'cyxwiz-undisturbed-'));
  const program = { name: PROGRAM, config: {} };
  const { epochs } = TRAININGS.program;
  const spec = { engine: 'process', program, seed: SEED, epochs } as unknown as ProcessJobSpec;
  const dataset = join(folder, 'dataset.csv');
  try {
    await writeFile(dataset, await datasetOf('program'));
    const offers = engineOffersSchema.parse({ [PROGRAM]: OFFER });
    const run = await (await ProcessEngine.open(folder, offers, quiet)).open(spec, dataset, null, 0);
    for (let epoch = 1; epoch <= epochs; epoch += 1) await run.runEpoch();
    const bytes = await run.safetensors();
    await run.close();
    return bytes;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { ExactTrainer, encodeWeights, prepareDataset } from '@cyxwiz/engine';
import type { ProcessJobSpec } from '@cyxwiz/protocol';
import { ProcessEngine } from '../../packages/node/src/adapters/engine/process-engine.ts';
import { engineOffersSchema } from '../../packages/node/src/domain/engine-offer.ts';
import { DIGITS, EPOCHS, PROGRAM, SEED } from './client.ts';

const SHAPE = { inputs: 64, hidden: 32, outputs: 10, batch: 8 };
const SCRIPT = fileURLToPath(
  new URL('../../packages/node/test/support/process-program.mjs', import.meta.url),
);
export const OFFER = { command: [process.execPath, SCRIPT], restarts: 20 };
const quiet = { info() {}, warn() {}, error() {}, debug() {} };

/** The weights of trainings that nobody disturbed, by engine. */
export type Undisturbed = Readonly<Record<'exact' | 'program', Uint8Array>>;

export async function undisturbed(): Promise<Undisturbed> {
  const csv = new Uint8Array(gunzipSync(await readFile(DIGITS)));
  const trainer = new ExactTrainer({ shape: SHAPE, seed: SEED, dataset: prepareDataset(csv, SHAPE) });
  for (let epoch = 1; epoch <= EPOCHS; epoch += 1) trainer.runEpoch();
  return { exact: encodeWeights(trainer.weights), program: await byProgram() };
}

async function byProgram(): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'cyxwiz-undisturbed-'));
  const program = { name: PROGRAM, config: {} };
  const spec = { engine: 'process', program, seed: SEED, epochs: EPOCHS } as unknown as ProcessJobSpec;
  try {
    const offers = engineOffersSchema.parse({ [PROGRAM]: OFFER });
    const run = await (await ProcessEngine.open(folder, offers, quiet)).open(spec, DIGITS, null, 0);
    for (let epoch = 1; epoch <= EPOCHS; epoch += 1) await run.runEpoch();
    const bytes = await run.safetensors();
    await run.close();
    return bytes;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

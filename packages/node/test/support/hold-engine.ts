// An agent of which nothing is there but a program that it trains with, for a test that kills it.
import { findConfinement } from '../../src/adapters/engine/process/confinement.ts';
import type { ViewTool } from '../../src/adapters/engine/process/view-tools.ts';
import { ProcessEngine } from '../../src/adapters/engine/process-engine.ts';
import { engineOffersSchema } from '../../src/domain/engine-offer.ts';

const [tool, dataDir = '', dataset = '', ...command] = process.argv.slice(2);
const offers = engineOffersSchema.parse({ held: { command } });
const quiet = { info() {}, warn() {}, error() {}, debug() {} };
const engine = await ProcessEngine.open(dataDir, offers, quiet, {
  confinement: findConfinement([tool as ViewTool]),
});
const run = await engine.open(
  {
    ...{
      version: 1,
      engine: 'process',
      program: { name: 'held', config: { act: 'daemon', token: command.at(-1) } },
    },
    ...{ seed: '01'.repeat(32), epochs: 5, checkpointInterval: 1, estimatedSeconds: 30 },
    ...{ datasetRoot: '02'.repeat(32), initialWeights: '03'.repeat(32), clientKey: '04'.repeat(32) },
  },
  dataset,
  null,
  0,
);
await run.runEpoch();

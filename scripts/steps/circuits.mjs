import { run } from '../lib/exec.mjs';

/** The prover, the circuits' artefacts and their development keys; circuits/build.ts keeps its own cache. */
export function buildCircuits() {
  run(process.execPath, ['circuits/build.ts']);
}

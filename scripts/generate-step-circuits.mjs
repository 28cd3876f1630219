// Writes packages/protocol/src/training/step-circuits.json from circuits/circuits.json: what is said about step circuits
// where circuits and proofs, which are GPL, are not at hand. Circuits that are built on demand only are left out: no
// node is expected to have their keys.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/paths.mjs';

const { circuits } = JSON.parse(readFileSync(join(root, 'circuits/circuits.json'), 'utf8'));
const table = circuits
  .filter(({ template, onDemand }) => template === 'SgdStep' && !onDemand)
  .map(({ id, name, keyVersion, development, verifyingKey, parameters }) => {
    const { inputs, hidden, outputs, batch, steps } = parameters;
    return {
      ...{ circuit: id, name, keyVersion, development, verifyingKey, steps },
      shape: { inputs, hidden, outputs, batch },
    };
  });
const file = join(root, 'packages/protocol/src/training/step-circuits.json');
writeFileSync(file, `${JSON.stringify(table, null, 2)}\n`);

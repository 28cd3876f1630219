// npm run test:malformed [-- --inputs N --seed S]: mutated checkpoints, data sets, engine and wire messages.
import { runEntry } from '../lib/run-entry.mjs';

runEntry('tests/malformed/main.ts', process.argv.slice(2));

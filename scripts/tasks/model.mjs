// npm run test:model [-- --sequences N --seed S]: the same sequences by a model and by the programs.
import { runFuzzCrate } from '../lib/fuzz-crate.mjs';

runFuzzCrate('model');

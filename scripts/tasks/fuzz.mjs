// npm run fuzz [-- --instructions N --seed S]: random people on the four programs, the books checked at every step.
import { runFuzzCrate } from '../lib/fuzz-crate.mjs';

runFuzzCrate('fuzz');

// npm run test:mutants [-- --seed S --sample N --only program[/src/file] --jobs N]: removes each check of the programs in
// turn; a test must fail.
import { runEntry } from '../lib/run-entry.mjs';
import { setUp } from '../setup.mjs';

await setUp({ toolchain: true });
runEntry('tests/programs/mutants/main.ts', process.argv.slice(2));

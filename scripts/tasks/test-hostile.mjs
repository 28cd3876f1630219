// npm run test:hostile [-- --connections N --repeats R --only NAME]: floods, bombs and garbage against a real node.
import { runEntry } from '../lib/run-entry.mjs';

runEntry('tests/hostile/main.ts', process.argv.slice(2));

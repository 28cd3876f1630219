/**
 * V8 settings of the program; the first import of main.ts, because the heap grows while the others load. As a library
 * the coordinator does not decide for its process. The optimising compilers would take 300 MiB for PGlite's code, and
 * the young generation 60 MiB, to save milliseconds that nobody waits for.
 */
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

const program = fileURLToPath(new URL('./main.ts', import.meta.url));
if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === realpathSync(program)) {
  for (const flag of ['--optimize-for-size', '--no-wasm-tier-up', '--no-wasm-dynamic-tiering']) {
    setFlagsFromString(flag);
  }
}

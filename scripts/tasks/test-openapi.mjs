// npm run test:openapi [-- --examples N --seed S]: requests made from the coordinator's OpenAPI description, and every
// answer held against it.
import { parseArgs } from 'node:util';
import { handOver } from '../lib/hand-over.mjs';
import { setUp } from '../setup.mjs';

const { values } = parseArgs({
  options: { examples: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
});
for (const [name, value] of Object.entries(values)) {
  if (/^[1-9][0-9]{0,6}$/.test(value)) continue;
  console.error(`--${name} ${value}: must be a whole number from 1 to 9999999`);
  process.exit(2);
}
await setUp();
handOver(process.execPath, ['node_modules/mocha/bin/mocha.js', 'tests/openapi/openapi.test.ts'], {
  ...process.env,
  CYXWIZ_OPENAPI_EXAMPLES: values.examples,
  CYXWIZ_OPENAPI_SEED: values.seed,
});

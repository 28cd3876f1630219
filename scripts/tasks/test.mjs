// npm test [-- suite …]: every suite, and as the last line the total. Suites share nothing, so as many run at once as
// CYXWIZ_TEST_JOBS says (default: 2, or 1 on a single core); their lines carry their names.
import { availableParallelism } from 'node:os';
import { say } from '../lib/progress.mjs';
import { setUp } from '../setup.mjs';
import { suites } from '../suites.mjs';

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length) {
  console.error(
    `no such suite: ${unknown.join(', ')}; there are ${suites.map((suite) => suite.name).join(', ')}`,
  );
  process.exit(2);
}

const jobs = Number(process.env.CYXWIZ_TEST_JOBS ?? Math.min(2, availableParallelism()));
if (!Number.isInteger(jobs) || jobs < 1) {
  console.error(`CYXWIZ_TEST_JOBS=${process.env.CYXWIZ_TEST_JOBS}: must be a whole number from 1`);
  process.exit(2);
}

const total = { passed: 0, failed: 0 };
const waiting = suites.filter(
  (suite) => (!wanted.length || wanted.includes(suite.name)) && suite.files().length > 0,
);
const one = jobs === 1 || waiting.length === 1;

async function runSuites() {
  for (let suite = waiting.shift(); suite; suite = waiting.shift()) {
    const { name } = suite;
    say(`test: ${name}`);
    const { passed, failed } = await suite.run((line) => console.log(one ? line : `${name} | ${line}`));
    say(`test: ${name}: ${passed} passed, ${failed} failed`);
    total.passed += passed;
    total.failed += failed;
  }
}

try {
  await setUp({ database: true });
  const ends = await Promise.allSettled(Array.from({ length: jobs }, runSuites));
  for (const { reason } of ends.filter(({ status }) => status === 'rejected')) {
    console.error(`test: ${reason.message}`);
    total.failed++;
  }
} catch (error) {
  console.error(`test: ${error.message}`);
  total.failed++;
}
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
console.log(`${total.passed} passed, ${total.failed} failed`);

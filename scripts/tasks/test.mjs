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

let passed = 0;
/** What failed, over all suites: said again at the very end, where whoever sees only that finds it. */
const failures = [];
const waiting = suites.filter(
  (suite) => (!wanted.length || wanted.includes(suite.name)) && suite.files().length > 0,
);
const one = jobs === 1 || waiting.length === 1;

async function runSuites() {
  for (let suite = waiting.shift(); suite; suite = waiting.shift()) {
    const { name } = suite;
    say(`test: ${name}`);
    const result = await suite
      .run((line) => console.log(one ? line : `${name} | ${line}`))
      .catch((error) => ({ passed: 0, failures: [{ title: 'could not be run', error: error.stack }] }));
    say(`test: ${name}: ${result.passed} passed, ${result.failures.length} failed`);
    passed += result.passed;
    for (const { title, error } of result.failures) failures.push({ title: `${name}: ${title}`, error });
  }
}

try {
  await setUp({
    database: true,
    toolchain: waiting.some((suite) => suite.compiles),
    browser: waiting.some((suite) => suite.browses),
    sandbox: waiting.some((suite) => suite.confines),
  });
  await Promise.all(Array.from({ length: jobs }, runSuites));
} catch (error) {
  failures.push({ title: 'set-up', error: error.message });
}
if (process.env.CYXWIZ_FAILED_BEFORE)
  console.log(`\nfailed before the tests: ${process.env.CYXWIZ_FAILED_BEFORE}`);
const LONGEST = 4_000;
for (const [i, { title, error }] of failures.entries()) {
  console.log(`\nfailure ${i + 1} of ${failures.length}: ${title}`);
  console.log(error.slice(0, LONGEST).replace(/^/gm, '    '));
}
process.exitCode = failures.length === 0 && passed > 0 ? 0 : 1;
console.log(`${passed} passed, ${failures.length} failed`);

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cargoResults } from './lib/cargo-results.mjs';
import { stream } from './lib/exec.mjs';
import { FUZZ_CRATE, FUZZ_FLAGS } from './lib/fuzz-crate.mjs';
import { root } from './lib/paths.mjs';

function testFiles(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true })
    .filter((name) => name.endsWith('.test.ts'))
    .sort()
    .map((name) => join(folder, name));
}

/** A program of Node's in a process of its own, so that suites share nothing; it leaves its totals in a file. */
function nodeSuite(name, files, args) {
  return {
    name,
    files,
    async run(onLine) {
      const totals = join(mkdtempSync(join(tmpdir(), 'cyxwiz-suite-')), 'totals.json');
      const tail = lastLines();
      const status = await stream(process.execPath, args(), tail.through(onLine), {
        env: { ...process.env, CYXWIZ_TOTALS: totals },
      });
      const counted = existsSync(totals)
        ? JSON.parse(readFileSync(totals, 'utf8'))
        : { passed: 0, failures: [] };
      rmSync(join(totals, '..'), { recursive: true, force: true });
      return outcome(counted, status, tail);
    },
  };
}

function mochaSuite(name, folder) {
  const files = () => testFiles(folder);
  return nodeSuite(name, files, () => [
    'node_modules/mocha/bin/mocha.js',
    '--reporter',
    'scripts/lib/mocha-reporter.cjs',
    ...files(),
  ]);
}

/** A run that broke before, beside or after its tests has failed, whatever it counted. */
function outcome({ passed, failures }, status, tail) {
  if (status !== 0 && failures.length === 0) {
    failures.push({
      title: `exited with ${status} without a failed test; its last lines:`,
      error: tail.text(),
    });
  }
  return { passed, failures };
}

/** Keeps the end of an output, for a run that says nothing better of why it failed. */
function lastLines(count = 40) {
  const lines = [];
  return {
    text: () => lines.join('\n'),
    through: (onLine) => (line) => {
      lines.push(line);
      if (lines.length > count) lines.shift();
      onLine(line);
    },
  };
}

/** `cargo test` with these arguments. */
function rustSuite(name, folders, args, flags = {}) {
  return {
    name,
    files: () => folders,
    async run(onLine) {
      const { results, read } = cargoResults();
      const tail = lastLines();
      const all = ['test', '--locked', '--no-fail-fast', '--quiet', ...args];
      const onEach = tail.through((line) => {
        read(line);
        onLine(line);
      });
      const status = await stream('cargo', all, onEach, { env: { ...process.env, ...flags } });
      return outcome(results, status, tail);
    },
  };
}

// The flags of the IDL build, so that the two share what they compile; clippy is what reports warnings.
const PROGRAM_TESTS = [
  ['programs', 'crates'],
  ['--workspace', '--exclude', 'cyxwiz-prover'],
  { RUSTFLAGS: '-A warnings' },
];
// The build that refuses development keys.
const PRODUCTION_TESTS = [
  ['programs'],
  ['--package', 'governance', '--lib', '--features', 'production'],
  { RUSTFLAGS: '-A warnings' },
];
// Exactly as circuits/build.ts compiles the prover, so that the two share what they compile; unoptimised, a proof takes
// minutes.
const PROVER_TESTS = [
  ['crates/prover'],
  [
    ...['--package', 'cyxwiz-prover', '--release', '--target-dir', 'target/prover'],
    ...['--config', 'profile.release.overflow-checks=false'],
  ],
];
// A short fuzz and every seed that ever failed: a test for each world and for each stretch of the model's sequences.
const FUZZ_TESTS = [['tests/fuzz'], [...FUZZ_CRATE, '--lib', '--test', 'short'], FUZZ_FLAGS];

// A sample of the checks that the programs make, each taken away: a test that counts is a check that some test misses.
const MUTANTS = ['tests/programs/mutants/main.ts', '--seed', '1', '--sample', '24', '--jobs', '1'];

/** Every suite: quick ones first, so that a plain mistake shows early; then the longest, so that none runs alone at the end. */
export const suites = [
  mochaSuite('protocol', 'packages/protocol/test'),
  mochaSuite('engine', 'packages/engine/test'),
  mochaSuite('sdk', 'packages/sdk/test'),
  { ...mochaSuite('cli', 'packages/cli/test'), confines: true },
  mochaSuite('relay', 'packages/relay/test'),
  mochaSuite('programs', 'tests/programs'),
  mochaSuite('e2e', 'tests/e2e'),
  { ...mochaSuite('node', 'packages/node/test'), confines: true },
  { ...mochaSuite('web', 'tests/web'), browses: true },
  mochaSuite('coordinator', 'coordinator/test'),
  rustSuite('rust', ...PROGRAM_TESTS),
  rustSuite('production', ...PRODUCTION_TESTS),
  rustSuite('prover', ...PROVER_TESTS),
  rustSuite('fuzz', ...FUZZ_TESTS),
  {
    ...nodeSuite(
      'mutants',
      () => ['tests/programs'],
      () => MUTANTS,
    ),
    compiles: true,
  },
  mochaSuite('circuits', 'circuits/test'),
  mochaSuite('chaos', 'tests/chaos'),
  mochaSuite('proofs', 'packages/proofs/test'),
  mochaSuite('step', 'tests/step'),
  mochaSuite('attacks', 'tests/attacks'),
  mochaSuite('openapi', 'tests/openapi'),
  mochaSuite('python-client', 'tests/python-client'),
  mochaSuite('docs', 'tests/docs'),
  mochaSuite('hostile', 'tests/hostile'),
  mochaSuite('toolchain', 'tests/toolchain'),
  mochaSuite('localnet', 'packages/localnet/test'),
  mochaSuite('malformed', 'tests/malformed'),
];

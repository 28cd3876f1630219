import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stream } from './lib/exec.mjs';
import { root } from './lib/paths.mjs';

function testFiles(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true })
    .filter((name) => name.endsWith('.test.ts'))
    .sort()
    .map((name) => join(folder, name));
}

/** A mocha run in a process of its own, so that suites share nothing. */
function mochaSuite(name, folder) {
  return {
    name,
    files: () => testFiles(folder),
    async run(onLine) {
      const totals = join(mkdtempSync(join(tmpdir(), 'cyxwiz-suite-')), 'totals.json');
      const args = [
        'node_modules/mocha/bin/mocha.js',
        '--reporter',
        'scripts/lib/mocha-reporter.cjs',
        ...testFiles(folder),
      ];
      const status = await stream(process.execPath, args, onLine, {
        env: { ...process.env, CYXWIZ_TOTALS: totals },
      });
      const counted = existsSync(totals)
        ? JSON.parse(readFileSync(totals, 'utf8'))
        : { passed: 0, failed: 0 };
      rmSync(join(totals, '..'), { recursive: true, force: true });
      // A run that broke before or after its tests has failed, whatever it counted.
      return status !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
    },
  };
}

/** `cargo test` with these arguments; an ignored test proves nothing, so it counts as failed. */
function rustSuite(name, folders, args, flags = {}) {
  return {
    name,
    files: () => folders,
    async run(onLine) {
      const counted = { passed: 0, failed: 0 };
      const count = (line) => {
        const result = /^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/.exec(line);
        if (result) {
          counted.passed += Number(result[1]);
          counted.failed += Number(result[2]) + Number(result[3]);
        }
        onLine(line);
      };
      const all = ['test', '--locked', '--no-fail-fast', '--quiet', ...args];
      const status = await stream('cargo', all, count, { env: { ...process.env, ...flags } });
      return status !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
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
// As circuits/build.ts compiles the prover: unoptimised, a proof takes minutes.
const PROVER_TESTS = [
  ['crates/prover'],
  [
    ...['--package', 'cyxwiz-prover', '--release', '--target-dir', 'target/prover'],
    ...['--config', 'profile.release.overflow-checks=false', '--config', 'profile.release.lto="thin"'],
  ],
];

/** Every suite: quick ones first, so that a plain mistake shows early. */
export const suites = [
  mochaSuite('protocol', 'packages/protocol/test'),
  mochaSuite('engine', 'packages/engine/test'),
  mochaSuite('sdk', 'packages/sdk/test'),
  mochaSuite('cli', 'packages/cli/test'),
  mochaSuite('node', 'packages/node/test'),
  mochaSuite('coordinator', 'coordinator/test'),
  mochaSuite('proofs', 'packages/proofs/test'),
  mochaSuite('circuits', 'circuits/test'),
  mochaSuite('programs', 'tests/programs'),
  mochaSuite('toolchain', 'tests/toolchain'),
  mochaSuite('localnet', 'packages/localnet/test'),
  rustSuite('rust', ...PROGRAM_TESTS),
  rustSuite('production', ...PRODUCTION_TESTS),
  rustSuite('prover', ...PROVER_TESTS),
  mochaSuite('e2e', 'tests/e2e'),
];

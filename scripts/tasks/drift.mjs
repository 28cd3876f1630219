// npm run check:drift: generates everything again and fails when the committed files differ.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { quiet, run } from '../lib/exec.mjs';
import { root } from '../lib/paths.mjs';
import { say } from '../lib/progress.mjs';

const GENERATED = [
  'packages/protocol/src/proto-types',
  'packages/protocol/src/idl',
  'packages/protocol/src/training/step-circuits.json',
  'docs/programs',
  'coordinator/src/adapters/database/generated',
  'circuits/circuits.json',
  'circuits/keys',
];

function* filesUnder(path) {
  if (statSync(join(root, path)).isFile()) yield path;
  else for (const name of readdirSync(join(root, path)).sort()) yield* filesUnder(join(path, name));
}

function snapshot() {
  const files = GENERATED.flatMap((path) => [...filesUnder(path)]);
  return new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
}

const before = snapshot();
run(process.execPath, ['scripts/tasks/generate.mjs']);
say('drift: circuits and keys');
run(process.execPath, ['circuits/build.ts']);
say('drift: golden vectors, by their second implementation');
run('python3', ['tests/vectors/make_exact.py', '--check']);
const after = snapshot();
const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
  (file) => before.get(file) !== after.get(file),
);
const untracked = quiet('git', ['ls-files', '--others', '--exclude-standard', '--', ...GENERATED]).trim();
if (changed.length || untracked) {
  console.error(
    `generated files differ from what is committed; run \`npm run generate\` and commit:\n${changed.join('\n')}\n${untracked}`,
  );
  process.exit(1);
}
say('drift: none');

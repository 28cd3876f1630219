// npm run test:attack-classes [-- --seed S --write]: checks that every instruction has an answer to each class of
// coral-xyz/sealevel-attacks, and runs the tests that are answers. --write drafts the cells that are missing.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';
import { optionsOf, tableTests } from '../lib/table-tests.mjs';

const { seed, write } = optionsOf('test:attack-classes', ['seed'], ['write']);
const folder = join(root, 'tests/programs/attack-classes');
const cited = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => Object.values(JSON.parse(readFileSync(join(folder, name), 'utf8'))))
  .flatMap((cells) => Object.values(cells))
  .filter((answer) => answer.startsWith('test: '))
  .map((answer) => answer.slice('test: '.length));
// One pattern for all instructions of a table, or the command line would be too long.
const patterns = cited.map((title) =>
  title
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/^accounts accounts of \S+/, 'accounts accounts of \\S+'),
);
const grep = `^(${['attack classes .*', ...new Set(write ? [] : patterns)].join('|')})$`;
await tableTests(
  ['tests/programs/**/*.test.ts'],
  { CYXWIZ_SEED: seed, CYXWIZ_ATTACKS: write ? 'write' : undefined },
  ['--grep', grep],
);

import type { Mutant } from './schemata.ts';
import type { Known } from './tests.ts';

/** Rows of the account table that are about a kind of check. */
const ROWS: readonly (readonly [RegExp, RegExp])[] = [
  [/: Signer$/, /did not sign/],
  [/: mut$/, /read-only accounts/],
  [/: (seeds|address) = /, /copy at another address|belong to others/],
  [/^access_control\(.*remaining_accounts|SurplusAccounts/, /neither more nor fewer/],
];

/**
 * Which tests to run against a check, those most likely to fail first: the rows of its instruction's account table
 * about it, tests and files that name its error, the rest of that table, the test file of its instruction; then the
 * rest of its program, and who calls it.
 * @param near without files that name its error and without the last two: for a check that no test is known to miss
 */
export function inOrder(mutant: Mutant, known: readonly Known[], near: boolean): readonly string[][] {
  const { file, check } = mutant;
  const room = file.split('/', 1)[0] ?? '';
  const instruction = /instructions\/(?!mod\.)(\w+)\.rs$/.exec(file)?.[1];
  // What every instruction shares, any table may miss.
  const table = instruction ? `accounts of ${room}.${instruction} ` : `accounts of ${room}.`;
  const row = ROWS.find(([kind]) => kind.test(check))?.[1];
  const error = /Error(?:Code)?::(\w+)/.exec(check)?.[1];
  const kebab = instruction?.replaceAll('_', '-');
  // Nothing calls job-escrow, and it calls the others.
  const isNear = (test: Known) => [room, 'job-escrow'].some((one) => test.file.startsWith(`${one}/`));
  const inTable = ({ title }: Known) => instruction !== undefined && title.includes(table);
  const naming = [
    (test: Known) => error !== undefined && isNear(test) && test.body.includes(`'${error}'`),
    (test: Known) => error !== undefined && !near && isNear(test) && test.source.includes(`'${error}'`),
  ];
  const ranks: ((test: Known) => boolean)[] = [
    ({ title }) => title.includes(table) && row?.test(title) === true,
    ...(check.startsWith('require') ? [...naming, inTable] : [inTable, ...naming]),
    (test) => test.file === `${room}/${kebab}.test.ts`,
  ];
  if (!near) {
    ranks.push(
      (test) => test.file.startsWith(`${room}/`),
      ({ title }) => title.includes(table),
      isNear,
    );
  }
  const groups: string[][] = ranks.map(() => []);
  for (const test of known) groups[ranks.findIndex((wanted) => wanted(test))]?.push(test.title);
  return groups.filter((group) => group.length);
}

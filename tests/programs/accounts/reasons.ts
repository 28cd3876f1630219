import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Subject } from './bench.ts';
import { stated } from './constraints.ts';

/** By instruction, account and error: where else than in a constraint the check is that raises it. */
type Table = Record<string, Record<string, Record<string, string>>>;

/** What Anchor and the runtime say of an account, whatever the program asks of it. */
const BY_ITS_NATURE: Readonly<Record<string, readonly string[]>> = {
  unsigned: ['AccountNotSigner'],
  'read-only': ['ConstraintMut', 'PrivilegeEscalation'],
  'other PDA': ['AccountDiscriminatorMismatch', 'InvalidAccountData'],
  'copy elsewhere': [],
  "other job's": ['ConstraintDuplicateMutableAccount'],
  'wrong owner': ['AccountOwnedByWrongProgram'],
  'wrong mint': [],
  'fake program': ['InvalidProgramId'],
  duplicate: ['ConstraintDuplicateMutableAccount'],
  closed: ['AccountNotInitialized'],
  revived: ['AccountDiscriminatorMismatch', 'UninitializedAccount'],
  'revived empty': ['AccountOwnedByWrongProgram'],
  'wrong sysvar': [],
  'left out': [],
};

/** What the places that Anchor adds or reads first say. */
function byItsPlace({ name, role }: Subject, spoiler: string): readonly string[] {
  if (name === 'event_authority') return ['ConstraintAddress'];
  // The program itself is asked for because events call it: without it there is nobody to call.
  if (name === 'program') return ['MissingAccount'];
  if (role === 'program' && (spoiler === 'duplicate' || spoiler === "other job's"))
    return ['InvalidProgramId'];
  // The system program: already there.
  if (role === 'new' && spoiler === 'revived') return ['Custom 0', 'AccountOwnedByWrongProgram'];
  // A token program knows its own mints only.
  if (name.endsWith('token_program') && spoiler === 'fake program') return ['IncorrectProgramId'];
  // A zero-copy account is asked whose it is before anything else.
  if (role === 'ours' && spoiler === 'closed') return ['AccountOwnedByWrongProgram'];
  return [];
}

const file = (room: string) => new URL(`./elsewhere/${room}.json`, import.meta.url);

function load(room: string): Table {
  return existsSync(file(room)) ? (JSON.parse(readFileSync(file(room), 'utf8')) as Table) : {};
}

/**
 * The errors that nothing explains: neither what the account is, nor a constraint of the program that names it, nor
 * the table of checks that stand elsewhere, each with its place. So that an error is expected because of a check, and
 * not because it was seen.
 */
export function unexplained(
  room: string,
  instruction: string,
  spoiler: string,
  subject: Subject,
  errors: readonly string[],
): readonly string[] {
  const constraints = stated(room, instruction, subject.name);
  const elsewhere = load(room)[instruction]?.[subject.name] ?? {};
  const explained = [
    ...(BY_ITS_NATURE[spoiler] ?? []),
    ...byItsPlace(subject, spoiler),
    ...constraints,
    ...Object.keys(elsewhere).filter((error) => (elsewhere[error]?.length ?? 0) >= 15),
  ];
  // `of` says which account's check it was.
  return errors.filter((error) => !explained.includes(error.split(' of ', 1)[0] ?? error));
}

/** Drafts the rows of the table for errors that nothing explains; where their checks stand is for people to write. */
export function draft(room: string, instruction: string, account: string, errors: readonly string[]): void {
  if (errors.length === 0) return;
  const table = load(room);
  const rows = { ...table[instruction] };
  rows[account] = { ...rows[account], ...Object.fromEntries(errors.map((error) => [error, ''])) };
  const sorted = Object.entries({ ...table, [instruction]: rows }).sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(file(room), `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
}

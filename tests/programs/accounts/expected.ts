import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { THROUGH } from './bench.ts';

/** By instruction, spoiler and account: the error; after what is no proper refusal, a colon and why it does no harm. */
type Table = Record<string, Record<string, Record<string, string>>>;

const WRITE = process.env.CYXWIZ_ACCOUNTS === 'write';
const file = (room: string) => new URL(`./expected/${room}.json`, import.meta.url);

function load(room: string): Table {
  return existsSync(file(room)) ? (JSON.parse(readFileSync(file(room), 'utf8')) as Table) : {};
}

/**
 * Crashes and unnamed numbers: not what a program should answer, so they need a reason. `Custom 0` is the system
 * program's: already there.
 */
const NO_ANSWER =
  /^(ProgramFailedToComplete|ComputationalBudgetExceeded|BorshIoError|Custom (?!0$)\d+|instruction error .*|transaction error .*)$/;

/** The cells of an instruction that are not refused as usual. */
export function exceptionsOf(
  room: string,
  instruction: string,
): Readonly<Record<string, Readonly<Record<string, string>>>> {
  return load(room)[instruction] ?? {};
}

/** Writes what was seen as what is expected, when asked to; a reason why something is harmless is for people to write. */
export function remember(
  room: string,
  instruction: string,
  spoiler: string,
  seen: ReadonlyMap<string, string>,
): boolean {
  if (!WRITE) return false;
  const table = load(room);
  const before = table[instruction]?.[spoiler] ?? {};
  const cells = [...seen].map(([account, outcome]) => {
    const was = before[account] ?? '';
    if (outcomeOf(was) === outcome) return [account, was];
    const unanswered = outcome.split(', ').some((error) => NO_ANSWER.test(error));
    return [account, outcome.endsWith(THROUGH) || unanswered ? `${outcome}: ` : outcome];
  });
  const spoiled = { ...table[instruction], [spoiler]: Object.fromEntries(cells) };
  if (seen.size === 0) delete spoiled[spoiler];
  const all = { ...table, [instruction]: sorted(spoiled) };
  if (Object.keys(spoiled).length === 0) delete all[instruction];
  writeFileSync(file(room), `${JSON.stringify(sorted(all), null, 2)}\n`);
  return true;
}

function sorted<T>(table: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What is wrong with an expectation itself. */
export function fault(expected: string): string | undefined {
  const [outcome = '', ...reason] = expected.split(': ');
  const wants = outcome.endsWith(THROUGH)
    ? outcome !== expected
    : outcome.split(', ').some((error) => NO_ANSWER.test(error));
  if (!wants || reason.join(': ').length >= 20) return undefined;
  return `${outcome}: say why that does no harm, or cannot happen`;
}

/** The outcome without the reason. */
export function outcomeOf(expected: string): string {
  return expected.split(': ', 1)[0] ?? '';
}

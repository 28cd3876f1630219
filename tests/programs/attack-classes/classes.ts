import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { PublicKey } from '@solana/web3.js';
import type { Bench, Subject } from '../accounts/bench.ts';
import { spoilers } from '../accounts/spoilers.ts';
import type { Registered } from '../fixtures/registry/index.ts';

/** By instruction and class: `test: ` and the full title of a test, or a sentence why the class cannot apply. */
export type AttackTable = Record<string, Record<string, string>>;

/** A class of coral-xyz/sealevel-attacks, and what usually answers it. */
interface AttackClass {
  readonly name: string;
  /** The spoiler whose test answers it, as long as it has an account to spoil. */
  readonly spoiler: string;
  /** Another that does when the first has nothing to spoil. */
  readonly orSpoiler?: string;
  /** Accounts of the instruction that the class is about; all by default. */
  readonly about?: (subject: Subject, bench: Bench) => boolean;
  /** Why it cannot apply when there is none. */
  readonly otherwise: string;
}

export const CLASSES: readonly AttackClass[] = [
  {
    name: 'signer authorization',
    spoiler: 'unsigned',
    otherwise:
      'Nobody has to sign: whoever sends it, it does the same, and pays only whom its accounts name.',
  },
  {
    name: 'account data matching',
    spoiler: "other job's",
    about: ({ name }) => name !== 'event_authority',
    otherwise: 'There is one of each of its accounts for everybody.',
  },
  { name: 'owner checks', spoiler: 'wrong owner', otherwise: 'It reads no account that is there already.' },
  {
    name: 'type cosplay',
    spoiler: 'other PDA',
    otherwise: 'Its accounts are the only kind that their program makes.',
  },
  {
    name: 'initialization',
    spoiler: 'revived',
    about: ({ role }) => role === 'new',
    otherwise: 'It makes no account.',
  },
  {
    name: 'arbitrary cpi',
    spoiler: 'fake program',
    otherwise: 'It calls no program.',
  },
  {
    name: 'duplicate mutable accounts',
    spoiler: 'duplicate',
    about: ({ writable, role }, bench) => writable && role !== 'wallet' && bench.subjects.length > 0,
    otherwise: 'No two of the accounts that it writes are of one kind, so that their types tell them apart.',
  },
  {
    name: 'bump seed canonicalization',
    spoiler: 'copy elsewhere',
    about: ({ elsewhere }) => elsewhere === 'ConstraintSeeds',
    // Of accounts that are made there is no copy yet: their addresses are found, not given.
    orSpoiler: "other job's",
    otherwise:
      'It derives no address: its accounts are named by others, or of types that their program makes only at canonical addresses.',
  },
  {
    name: 'pda sharing',
    spoiler: "other job's",
    about: ({ role, writable, key }, bench) => role === 'token' && writable && isOwnedByProgram(key, bench),
    otherwise: 'It moves nothing that a program address holds.',
  },
  {
    name: 'closing accounts',
    spoiler: 'closed',
    otherwise: 'It reads no account that could have been closed, and closes none.',
  },
  {
    name: 'sysvar address checking',
    spoiler: 'wrong sysvar',
    otherwise: 'It takes no sysvar as an account: clock and rent come from the runtime.',
  },
];

/** Whether a program's address, which nobody has a key for, is the owner of a token account. */
function isOwnedByProgram(key: PublicKey, { chain }: Bench): boolean {
  const owner = chain.account(key)?.data.subarray(32, 64);
  return owner !== undefined && !PublicKey.isOnCurve(owner);
}

const file = (room: string) => new URL(`./${room}.json`, import.meta.url);

export function load(room: string): AttackTable {
  return existsSync(file(room)) ? (JSON.parse(readFileSync(file(room), 'utf8')) as AttackTable) : {};
}

/** Title of the test in which a spoiler tries the accounts of an instruction. */
function titleOf(instruction: string, spoiler: string): string {
  const found = spoilers.find(({ name }) => name === spoiler);
  if (!found) throw new Error(`there is no spoiler ${spoiler}`);
  return `accounts accounts of ${instruction} ${found.title}`;
}

/** Titles of the table's tests that try the class on the instruction: the first answers. */
export function answers(attack: AttackClass, { name }: Registered, bench: Bench): readonly string[] {
  return [attack.spoiler, ...(attack.orSpoiler ? [attack.orSpoiler] : [])]
    .filter((spoiler) => tries(attack, spoiler, bench))
    .map((spoiler) => titleOf(name, spoiler));
}

function tries({ about }: AttackClass, spoiler: string, bench: Bench): boolean {
  const found = spoilers.find(({ name }) => name === spoiler);
  return bench.subjects.some(
    (subject) => (about?.(subject, bench) ?? true) && found?.cannot(subject, bench) === undefined,
  );
}

/** Fills the instruction's empty cells with what usually answers; people read and sharpen it. */
export function fill(registered: Registered, bench: Bench): void {
  const { room, instruction } = registered;
  const table = load(room);
  const cells = CLASSES.map((attack) => {
    const written = table[instruction.name]?.[attack.name];
    const [test] = answers(attack, registered, bench);
    const usual = test ? `test: ${test}` : attack.otherwise;
    return [attack.name, written ?? usual];
  });
  const all = Object.entries({ ...table, [instruction.name]: Object.fromEntries(cells) });
  const sorted = Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file(room), `${JSON.stringify(sorted, null, 2)}\n`);
}

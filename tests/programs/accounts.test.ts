import { appendFileSync } from 'node:fs';
import { sha256 } from '@cyxwiz/protocol';
import { expect } from 'chai';
import { Bench, THROUGH } from './accounts/bench.ts';
import { exceptionsOf, fault, outcomeOf, remember } from './accounts/expected.ts';
import { draft, unexplained } from './accounts/reasons.ts';
import { type Spoiler, spoilers } from './accounts/spoilers.ts';
import { instructions, orphans, type Registered } from './fixtures/registry/index.ts';

const SEED = process.env.CYXWIZ_SEED ?? '1';
const ONLY = process.env.CYXWIZ_ONLY;
const WRITE = process.env.CYXWIZ_ACCOUNTS === 'write';
/** Refused because of where an account is. */
const ADDRESSED = new Set(['ConstraintSeeds', 'ConstraintAddress']);
const counts = { refused: 0, harmless: 0, impossible: 0 };
let covered = 0;

/** The same in an order of the seed's, so that no cell can count on those before it. */
function shuffled<T extends { readonly name: string }>(items: readonly T[], salt: string): readonly T[] {
  const place = (item: T) => Buffer.from(sha256(Buffer.from(`${SEED} ${salt} ${item.name}`))).toString('hex');
  return [...items].sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

/** The bench of the latest instruction: one at a time, because a chain takes much memory. */
let held: { readonly name: string; readonly bench: Bench } | undefined;

function tableOf(registered: Registered): void {
  const { name, room, instruction } = registered;
  const ready = (): Bench => {
    if (held?.name !== name) held = { name, bench: new Bench(registered) };
    return held.bench;
  };

  describe(`accounts of ${name}`, () => {
    before(() => {
      covered += 1;
    });

    it('are right as its fixture has them', () => {
      expect(ready().attempt((keys) => keys)).to.equal(THROUGH);
    });

    for (const spoiler of spoilers) it(spoiler.title, () => check(registered, spoiler, ready));

    it('are neither more nor fewer than declared', () => {
      const extra = { pubkey: ready().alienMint, isSigner: false, isWritable: false };
      const surplus = exceptionsOf(room, instruction.name).surplus?.accounts ?? 'SurplusAccounts';
      expect(ready().attempt((keys) => [...keys, extra])).to.equal(outcomeOf(surplus));
      expect(ready().attempt((keys) => keys.slice(0, ready().subjects.length - 1))).to.equal(
        'AccountNotEnoughKeys',
      );
    });

    it('come with all of its arguments', () => {
      const { data } = ready();
      const cut = data.length === 8 ? 'InstructionFallbackNotFound' : 'InstructionDidNotDeserialize';
      expect(ready().attempt((keys) => keys, data.subarray(0, -1))).to.equal(cut);
    });
  });
}

/** An address that another account's check finds wrong is one that the account's own check let through. */
function about(name: string, outcome: string, { blamed }: Bench): string {
  return ADDRESSED.has(outcome) && blamed !== name ? `${outcome} of ${blamed}` : outcome;
}

function check({ room, instruction }: Registered, spoiler: Spoiler, ready: () => Bench): void {
  const exceptions = exceptionsOf(room, instruction.name)[spoiler.name] ?? {};
  const expected: Record<string, string> = {};
  const seen: Record<string, string> = {};
  const unusual = new Map<string, string>();
  const mysteries: string[] = [];
  for (const { name, index } of WRITE ? ready().subjects : shuffled(ready().subjects, spoiler.name)) {
    const bench = ready();
    const subject = bench.subjects[index];
    if (!subject) throw new Error(`${name} is gone`);
    if (spoiler.cannot(subject, bench)) {
      counts.impossible += 1;
      continue;
    }
    const attempts = spoiler.spoil(subject, bench, SEED);
    const outcomes = attempts.map((attempt) => about(name, attempt(ready()), ready()));
    const outcome = [...new Set(outcomes)].sort().join(', ');
    const usual = spoiler.usual(subject, bench);
    if (outcome !== usual) unusual.set(name, outcome);
    const wanted = exceptions[name] ?? usual ?? 'an error, or a reason why it may go through';
    seen[name] = fault(wanted) ?? outcome;
    const errors = outcome.split(', ').filter((error) => error !== THROUGH);
    const unclear = unexplained(room, instruction.name, spoiler.name, subject, errors);
    if (WRITE) draft(room, instruction.name, name, unclear);
    mysteries.push(...unclear.map((error) => `${name}: ${error}`));
    expected[name] = outcomeOf(wanted);
    counts[outcome === THROUGH ? 'harmless' : 'refused'] += 1;
  }
  if (remember(room, instruction.name, spoiler.name, unusual)) return;
  expect(seen).to.deep.equal(expected);
  expect(mysteries, 'errors of no check that the program states').to.deep.equal([]);
  expect(
    Object.keys(exceptions).filter((name) => !(name in seen)),
    'exceptions about nothing',
  ).to.deep.equal([]);
}

describe('accounts', () => {
  it('of every instruction have a fixture, and every fixture an instruction', () => {
    expect(instructions.filter(({ fixture }) => !fixture).map(({ name }) => name)).to.deep.equal([]);
    expect(orphans).to.deep.equal([]);
  });

  for (const registered of shuffled(instructions, 'instructions')) {
    if (registered.fixture && (!ONLY || registered.name === ONLY || registered.room === ONLY))
      tableOf(registered);
  }

  after(() => {
    const cells = counts.refused + counts.harmless + counts.impossible;
    const line =
      `accounts: ${covered} instructions, ${cells} cells: ${counts.refused} refused with the exact error, ` +
      `${counts.harmless} go through for a stated reason, ${counts.impossible} cannot exist; seed ${SEED}`;
    if (process.env.CYXWIZ_FIGURES) appendFileSync(process.env.CYXWIZ_FIGURES, `${line}\n`);
  });
});

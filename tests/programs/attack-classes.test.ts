import { appendFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Suite } from 'mocha';
import { Bench } from './accounts/bench.ts';
import { answers, CLASSES, fill, load } from './attack-classes/classes.ts';
import { instructions } from './fixtures/registry/index.ts';

const TEST = 'test: ';
const WRITE = process.env.CYXWIZ_ATTACKS === 'write';
const rooms = [...new Set(instructions.map(({ room }) => room))];

function titles(suite: Suite): string[] {
  return [...suite.tests.map((test) => test.fullTitle()), ...suite.suites.flatMap(titles)];
}

describe('attack classes', () => {
  let known: ReadonlySet<string>;
  const counts = { tests: 0, sentences: 0 };

  before(function () {
    let suite = this.test?.parent;
    while (suite?.parent) suite = suite.parent;
    known = new Set(suite ? titles(suite) : []);
  });

  for (const registered of instructions) {
    const { name, room, instruction } = registered;
    it(`are each answered for ${name}`, () => {
      if (WRITE) fill(registered, new Bench(registered));
      const cells = load(room)[instruction.name] ?? {};
      expect(Object.keys(cells), 'npm run test:attack-classes -- --write makes a first draft').to.deep.equal(
        CLASSES.map((attack) => attack.name),
      );
      for (const [attack, answer] of Object.entries(cells)) {
        if (answer.startsWith(TEST)) {
          counts.tests += 1;
          const hint = `${attack}: no test of this title; the tests of the programs must be loaded with this one`;
          expect(known.has(answer.slice(TEST.length)), `${hint}: ${answer}`).to.equal(true);
        } else {
          counts.sentences += 1;
          expect(answer, attack).to.match(/^[A-Z].{15,}\.$/);
        }
      }
    });

    it(`are answered by tests wherever there is something to try on ${name}, and only there`, () => {
      const bench = new Bench(registered);
      const cells = load(room)[instruction.name] ?? {};
      for (const attack of CLASSES) {
        const answer = cells[attack.name] ?? '';
        const tried = answers(attack, registered, bench);
        const cited = answer.startsWith(`${TEST}accounts accounts of ${name} `);
        if (tried.length) expect(answer.startsWith(TEST), attack.name).to.equal(true);
        if (cited) expect(tried, `${attack.name}: nothing to try`).to.include(answer.slice(TEST.length));
      }
    });
  }

  it('are answered only for instructions that exist', () => {
    const gone = rooms.flatMap((room) =>
      Object.keys(load(room)).filter(
        (name) => !instructions.some((known) => known.name === `${room}.${name}`),
      ),
    );
    expect(gone).to.deep.equal([]);
  });

  after(() => {
    const line =
      `attack classes: ${instructions.length} instructions × ${CLASSES.length} classes: ${counts.tests} cells are ` +
      `tests, ${counts.sentences} say why they cannot apply`;
    if (process.env.CYXWIZ_FIGURES) appendFileSync(process.env.CYXWIZ_FIGURES, `${line}\n`);
  });
});

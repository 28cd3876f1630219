import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { escapeProbability } from '../../packages/protocol/src/index.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const page = read('docs/proof-of-compute.md');
const number = (value: number) => value.toLocaleString('en-US');

/** Cells of the page's lines that begin so. */
function rows(pattern: RegExp): string[][] {
  const lines = page.split('\n').filter((line) => pattern.test(line));
  return lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe('docs/proof-of-compute.md', () => {
  it('says what so many audits are worth', () => {
    const [[, ...audits] = []] = rows(/^\| f \|/);
    const shares = rows(/^\| [0-9]+ % \|/);
    expect(shares).to.have.length(6);
    for (const [share = '', ...cells] of shares) {
      const expected = audits.map((k) =>
        escapeProbability(Number.parseFloat(share) / 100, Number(k.slice('k = '.length))),
      );
      expect(cells.map(Number), share).to.deep.equal(expected.map((value) => Number(value.toPrecision(3))));
    }
  });

  it('has the figures of circuits.json and of the compute units', () => {
    const { circuits } = JSON.parse(read('circuits/circuits.json')) as {
      circuits: { name: string; constraints: number; publicSignals: string[] }[];
    };
    for (const [name, what] of [
      ['sgd_step_64_32_10', 'constraints, four steps in a proof'],
      ['sgd_step_64_32_10_x1', 'constraints, one step in a proof'],
    ]) {
      const circuit = circuits.find((known) => known.name === name);
      expect(page).to.contain(`| ${what} | ${number(circuit?.constraints ?? 0)} |`);
      expect(circuit?.publicSignals).to.deep.equal(['statement']);
    }
    const measured = JSON.parse(read('docs/compute-units.json')) as Record<
      string,
      { units: number; bytes: number }
    >;
    const of = (name: string) => measured[`job-escrow.${name}`] ?? { units: 0, bytes: 0 };
    const { units, bytes } = of('prove_audit');
    expect(page).to.contain(`| ${number(units)} compute units, ${bytes} bytes of transaction |`);
    const [anchor, record, open] = ['anchor_steps', 'record_slot_hash', 'open_challenge'].map((name) =>
      number(of(name).units),
    );
    expect(page).to.contain(`| ${anchor}, ${record} and ${open} compute units |`);
  });
});

import { expect } from 'chai';
import { generator } from '../step/random-steps.ts';
import { type MalformedReport, runMalformed } from './malformed.ts';
import { mutate } from './mutate.ts';
import { judge } from './target.ts';

describe('mutated input', function () {
  this.timeout(600_000);
  let report: MalformedReport;
  before(async () => {
    report = await runMalformed({ inputs: 8000, seed: 1, say: () => undefined });
  });

  it('is taken or refused with an error of ours, and writes nothing outside of a job’s folder', () => {
    expect(report.faults).to.deep.equal([]);
    expect(report.grownMib).to.be.lessThan(256);
  });

  it('reached every reader, and some of it got through, so that more than the first check was met', () => {
    for (const [name, { inputs, taken }] of Object.entries(report.fed)) {
      expect(inputs, name).to.be.greaterThan(50);
      expect(taken, name).to.be.greaterThan(0);
      expect(taken, name).to.be.lessThan(inputs);
    }
  });

  it('is the same for the same seed only', () => {
    const text = Buffer.from('0123456789'.repeat(20));
    const of = (seed: number) => mutate(text, generator(seed)).toString('hex');
    expect(of(3)).to.equal(of(3));
    expect(of(3)).not.to.equal(of(4));
  });

  it('would show a crash', () => {
    expect(() => judge(() => JSON.parse('{'))).to.throw(SyntaxError);
  });
});

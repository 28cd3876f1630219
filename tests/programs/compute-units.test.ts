import { expect } from 'chai';
import { instructions } from './fixtures/registry/index.ts';
import { AIMS, committed, measure, TOLERANCE } from './support/compute-units.ts';

describe('compute units', () => {
  const table = committed();

  it('are committed for every instruction, and for nothing else', () => {
    const names = instructions.map(({ name }) => name).sort();
    expect(Object.keys(table).sort(), 'run npm run bench:cu and commit what it writes').to.deep.equal(names);
  });

  for (const registered of instructions) {
    it(`of ${registered.name} and the size of its transaction have not grown`, () => {
      const before = table[registered.name];
      if (!before) throw new Error('no row: run npm run bench:cu and commit what it writes');
      const now = measure(registered);
      const why = 'if that is worth it, run npm run bench:cu and commit what it writes';
      expect(now.units, why).to.be.at.most(Math.floor(before.units * (1 + TOLERANCE)));
      expect(now.bytes, why).to.be.at.most(Math.floor(before.bytes * (1 + TOLERANCE)));
      expect(now.units, 'the aim').to.be.at.most(AIMS[registered.name] ?? Number.POSITIVE_INFINITY);
    });
  }
});

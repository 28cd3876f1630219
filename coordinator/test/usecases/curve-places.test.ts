import { expect } from 'chai';
import { LIMITS } from '../../src/domain/limits.ts';
import { placeOf } from '../../src/usecases/report-progress.ts';

describe('places on a job’s curve', () => {
  const places = (epochs: number) => Array.from({ length: epochs }, (_, at) => placeOf(at + 1, epochs));

  it('are one for each epoch while there are enough', () => {
    expect(new Set(places(LIMITS.maxReports)).size).to.equal(LIMITS.maxReports);
  });

  it('are no more than the limit, in order, and the last epoch has the last one', () => {
    const found = places(100_000);
    expect(new Set(found).size).to.be.at.most(LIMITS.maxReports);
    expect(found).to.deep.equal([...found].sort((a, b) => a - b));
    expect(found.at(-1)).to.equal(LIMITS.maxReports - 1);
  });
});

import { expect } from 'chai';
import { Loaded } from './table.ts';

// The tests themselves run in the suites `circuits` and `programs`.
describe('attacks on the exact tier', function () {
  this.timeout(300_000);

  it('are each tried by tests of the circuit and on chain, which exist', async () => {
    expect((await Loaded.from(1)).faults()).to.deep.equal([]);
  });
});

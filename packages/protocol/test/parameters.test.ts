import { expect } from 'chai';
import {
  changeParameters,
  initialParameters,
  isFailure,
  listParameters,
  parameterDifferences,
} from '../src/index.ts';

const now = { params: initialParameters(), allowDevelopmentKeys: true };

describe('changing parameters', () => {
  it('changes what is named and nothing else', () => {
    const changed = changeParameters(now, [
      'fees.feeBps=900',
      'stake.minStake=1,2,3,18446744073709551615',
      'reputation.penalties.failed=7',
      'allowDevelopmentKeys=false',
    ]);
    expect(parameterDifferences(now, changed)).to.deep.equal([
      { path: 'fees.feeBps', before: '1000', after: '900' },
      {
        path: 'stake.minStake',
        before: '50000000000,200000000000,1000000000000,5000000000000',
        after: '1,2,3,18446744073709551615',
      },
      { path: 'reputation.penalties.failed', before: '50', after: '7' },
      { path: 'allowDevelopmentKeys', before: 'true', after: 'false' },
    ]);
    expect(changed.params.stake.minStake[3]).to.equal(18_446_744_073_709_551_615n);
    expect(changed.params.reputation.penalties.failed).to.equal(7);
  });

  it('leaves what it was given alone', () => {
    changeParameters(now, ['fees.splitBps=10000,0,0,0']);
    expect(now).to.deep.equal({ params: initialParameters(), allowDevelopmentKeys: true });
    expect(parameterDifferences(now, changeParameters(now, []))).to.deep.equal([]);
  });

  it('takes back every parameter as it is listed', () => {
    const lines = listParameters(now);
    expect(lines.map(({ path }) => path)).to.include.members([
      'voting.vote',
      'escrow.timeGrace',
      'fees.splitBps',
    ]);
    const blank = changeParameters(now, ['fees.feeBps=1', 'voting.vote=1', 'stake.lock=1']);
    const again = changeParameters(
      blank,
      lines.map(({ path, value }) => `${path}=${value}`),
    );
    expect(again).to.deep.equal(now);
  });

  const wrong: [string, string, RegExp][] = [
    ['no value', 'fees.feeBps', /"fees\.feeBps" is no change; write it like fees\.feeBps=900/],
    ['no name', '=900', /"=900" is no change/],
    [
      'an unknown name',
      'fees.tax=1',
      /there is no parameter fees\.tax; there are fees\.feeBps, fees\.diamond/,
    ],
    [
      'an unknown group',
      'tax.rate=1',
      /there are fees, stake, escrow, reputation, voting, allowDevelopmentKeys/,
    ],
    ['a group', 'fees=1', /there is no parameter fees; there are fees/],
    ['a number too large', 'fees.feeBps=65536', /fees\.feeBps must be a whole number from 0 to 65535/],
    ['a negative number', 'fees.feeBps=-1', /fees\.feeBps must be a whole number/],
    ['a fraction', 'stake.lock=1.5', /stake\.lock must be a whole number/],
    ['nothing', 'stake.lock=', /stake\.lock must be a whole number/],
    ['a list too short', 'fees.splitBps=1,2,3', /fees\.splitBps must be 4 long/],
    ['no truth value', 'allowDevelopmentKeys=1', /allowDevelopmentKeys must be true or false/],
  ];
  for (const [name, change, message] of wrong) {
    it(`refuses ${name}`, () => {
      try {
        changeParameters(now, [change]);
      } catch (error) {
        if (!isFailure(error, 'INVALID_PARAMETER')) throw error;
        return expect(error.message).to.match(message);
      }
      throw new Error('it was not refused');
    });
  }
});

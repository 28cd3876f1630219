import { expect } from 'chai';
import { replaceSection, sectionText } from '../src/bench/document.ts';
import { type Figure, median, meets } from '../src/bench/figures.ts';

const figure = (value: number, aim?: Figure['aim']): Figure => ({
  name: 'weight',
  value,
  unit: 'kg',
  how: 'a scale',
  ...(aim ? { aim } : {}),
});
const run = { command: 'npm run bench', date: 'today', machine: 'A machine.' };

describe('bench: what is written down', () => {
  it('knows which aims are met', () => {
    expect(meets(figure(3))).to.equal(undefined);
    expect([meets(figure(3, { atMost: 3 })), meets(figure(3.1, { atMost: 3 }))]).to.deep.equal([true, false]);
    expect([meets(figure(3, { atLeast: 3 })), meets(figure(2.9, { atLeast: 3 }))]).to.deep.equal([
      true,
      false,
    ]);
  });

  it('says so when one is missed', () => {
    const text = sectionText({ title: 'Scale', intro: '', figures: [figure(1234.4, { atMost: 1000 })] }, run);
    expect(text).to.contain('| weight | 1,234 kg | ≤ 1,000 kg | **no** | a scale |');
    expect(text).to.contain('**Missed: weight.**');
    expect(text).to.contain('`npm run bench` on today. A machine.');
  });

  it('replaces one section and keeps the others in their order', () => {
    const order = ['a', 'b', 'c'];
    const one = replaceSection('', order, 'c', 'third');
    const two = replaceSection(one, order, 'a', 'first');
    const three = replaceSection(two, order, 'c', 'third again');
    expect(three.match(/first|third again|third$/gm)).to.deep.equal(['first', 'third again']);
    expect(replaceSection(three, order, 'c', 'third again')).to.equal(three);
    expect(three.match(/^# /gm)).to.have.length(1);
  });

  it('takes the middle', () => {
    expect(median([3, 1, 2])).to.equal(2);
    expect(median([4, 1, 3, 2])).to.equal(2.5);
    expect(median([7])).to.equal(7);
  });
});

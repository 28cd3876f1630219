import { expect } from 'chai';
import { compare, engineAnswer } from './compare.ts';
import { pythonWithNumpy } from './python.ts';
import { randomStep } from './random-steps.ts';

describe('a step of exact training', function () {
  this.timeout(300_000);

  it('is the same to the bit in numpy, taken or refused', async () => {
    const { refused, differences } = await compare(100, 2026, pythonWithNumpy());
    expect(differences).to.deep.equal([]);
    expect(refused).to.be.within(5, 80);
  });

  it('is tried with every kind of refusal', () => {
    const kinds = new Map<string, number>();
    for (let i = 0; i < 600; i++) {
      const kind = (engineAnswer(randomStep(i, 1)) as { refused?: string }).refused ?? 'taken';
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    expect([...kinds.keys()]).to.include.members(['taken', 'hidden', 'output', 'delta', 'w1', 'w2']);
  });
});

import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { ClientError, keyFault, keyHash, parseVerifyingKey, readCommittedKey } from '../src/index.ts';

const FILE = new URL('../../../circuits/keys/checkpoint_chain.v1.vk.json', import.meta.url);
const json = () => JSON.parse(readFileSync(FILE, 'utf8'));

describe('a verifying key', () => {
  it('is read as it is committed, and says whether anybody can forge its proofs', async () => {
    const { points, development } = parseVerifyingKey(json(), 'file');
    expect(keyHash(points)).to.equal(keyHash(await readCommittedKey(FILE)));
    expect([development, keyFault(points)]).to.deep.equal([true, undefined]);
    const { development: _, ...ceremony } = json();
    expect(parseVerifyingKey(ceremony, 'file').development).to.equal(false);
  });

  const { points } = parseVerifyingKey(json(), 'file');
  const [first = new Uint8Array(64)] = points.ic;
  const moved = (point: Uint8Array) => point.map((byte, at) => (at === point.length - 1 ? byte ^ 1 : byte));
  const faults: [string, object, RegExp][] = [
    ['gamma that equals delta', { deltaG2: points.gammaG2 }, /gamma equals delta/],
    ['no public input', { ic: [first] }, /0 public inputs/],
    ['nine of them', { ic: Array(10).fill(first) }, /9 public inputs/],
    ['the identity for an input', { ic: [first, new Uint8Array(64)] }, /IC 1 is the identity/],
    ['the identity for alpha', { alphaG1: new Uint8Array(64) }, /alpha is the identity/],
    ['alpha beside its curve', { alphaG1: moved(points.alphaG1) }, /alpha is not on its curve/],
    ['beta beside its curve', { betaG2: moved(points.betaG2) }, /beta is not on its curve/],
    ['an input beside its curve', { ic: [moved(first), first] }, /IC 0 is not on its curve/],
  ];
  for (const [name, change, fault] of faults) {
    it(`is at fault with ${name}`, () => expect(keyFault({ ...points, ...change })).to.match(fault));
  }

  const wrong: [string, unknown][] = [
    ['no object', 7],
    ['another curve', { ...json(), curve: 'bls12-381' }],
    ['another proof system', { ...json(), protocol: 'plonk' }],
    ['a point that is no number', { ...json(), vk_alpha_1: ['x', '1', '1'] }],
    ['no inputs', { ...json(), IC: [] }],
  ];
  for (const [name, value] of wrong) {
    it(`is refused with ${name}, by the name of its field`, () => {
      try {
        parseVerifyingKey(value, '--file');
      } catch (error) {
        if (!(error instanceof ClientError)) throw error;
        return expect([error.code, error.message.startsWith('--file: ')]).to.deep.equal(['BAD_INPUT', true]);
      }
      throw new Error('it was not refused');
    });
  }
});

// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every rule of checkpoint_chain at its boundary, on a chain of 4. The witness generator is compiled without its own
// checks, so what is tested is that the constraints refuse, whatever a prover's program does. Inputs are right in
// everything else: hashes and root are computed from the bad values.
import { expect } from 'chai';
import { type Compiled, compileUnchecked } from './compiled.ts';
import { MODULUS, readWitness, violated } from './constraints.ts';
import {
  type ChainInputs,
  chainHashes,
  chainInputs,
  hash,
  merkleRoot,
  type Row,
  sampleRows,
} from './mirror.ts';

const CAPACITY = 4;
const binding = hash(42n);
const TOO_MUCH = 2n ** 48n;

const source = [
  'pragma circom 2.1.6;',
  'include "circuits/checkpoint_chain.circom";',
  'component main {public [binding, checkpoints, elapsedMs, root, finalWeights]} = CheckpointChain(4, 2);',
].join('\n');

/** Sample rows with some values replaced. */
function rows(count: number, changes: Readonly<Record<number, Partial<Row>>> = {}): ChainInputs {
  const changed = sampleRows(count).map((row, i) => ({ ...row, ...changes[i] }));
  return chainInputs(binding, changed, CAPACITY);
}

const withTimes = (...times: bigint[]) =>
  rows(times.length, Object.fromEntries(times.map((timeMs, i) => [i, { timeMs }])));

const inactive = (change: Partial<ChainInputs>) => ({ ...rows(3), ...change });

const accepted: Record<string, ChainInputs> = {
  'one checkpoint': rows(1),
  'two checkpoints': rows(2),
  'one less than the capacity': rows(3),
  'the capacity': rows(4),
  'a loss of 0 and the largest': rows(2, { 0: { lossMicros: 0n }, 1: { lossMicros: TOO_MUCH - 1n } }),
  'an accuracy of 0 and of all': rows(2, { 0: { accuracyPpm: 0n }, 1: { accuracyPpm: 1_000_000n } }),
  'weights of 0 and the largest field element': rows(2, { 0: { weights: 0n }, 1: { weights: MODULUS - 1n } }),
  'a first time of 1 ms, then one every millisecond': withTimes(1n, 2n, 3n, 4n),
  'the largest time': withTimes(1n, TOO_MUCH - 1n),
  'the largest time, in the first checkpoint': withTimes(TOO_MUCH - 1n),
  'a binding of 0': chainInputs(0n, sampleRows(2), CAPACITY),
};

const refused: Record<string, ChainInputs> = {
  'time going backwards': withTimes(1000n, 900n, 1100n),
  'time going backwards in the last checkpoint': withTimes(1000n, 2000n, 1999n),
  'equal times': withTimes(1000n, 1000n),
  'a first time of 0': withTimes(0n, 1000n),
  'a single time of 0': withTimes(0n),
  'a negative first time': withTimes(MODULUS - 5n, 1000n),
  'a time past the elapsed one in between': withTimes(5n, 2n ** 50n, 10n),
  'a time of 2^48': withTimes(1n, TOO_MUCH),
  'a first time of 2^48': withTimes(TOO_MUCH),
  'times that reach 2^48 in small steps': withTimes(TOO_MUCH - 1n, TOO_MUCH),
  'an elapsed time above the last one': { ...rows(3), elapsedMs: 4501n },
  'an elapsed time below the last one': { ...rows(3), elapsedMs: 4499n },
  'the elapsed time of an earlier checkpoint': { ...rows(3), elapsedMs: 3000n },
  'the weights of an earlier checkpoint': { ...rows(3), finalWeights: hash(1001n) },
  'final weights of 0': { ...rows(3), finalWeights: 0n },
  'a loss of 2^48': rows(2, { 0: { lossMicros: TOO_MUCH } }),
  'a negative loss': rows(2, { 1: { lossMicros: MODULUS - 1n } }),
  'an accuracy above all': rows(2, { 0: { accuracyPpm: 1_000_001n } }),
  'a negative accuracy': rows(2, { 1: { accuracyPpm: MODULUS - 1n } }),
  'an accuracy moved into the loss': rows(1, { 0: { lossMicros: 3n * TOO_MUCH, accuracyPpm: 0n } }),
  'no checkpoints, all zero': rows(0),
  'no checkpoints, with rows': { ...rows(2), checkpoints: 0n },
  'one checkpoint more than the capacity': { ...rows(4), checkpoints: 5n },
  'a negative number of checkpoints': { ...rows(2), checkpoints: MODULUS - 1n },
  'fewer checkpoints than rows': { ...rows(3), checkpoints: 2n },
  'more checkpoints than rows': { ...rows(3), checkpoints: 4n },
  'weights in an inactive slot': inactive({ weights: rows(4).weights }),
  'a loss in an inactive slot': inactive({ lossMicros: rows(4).lossMicros }),
  'an accuracy in an inactive slot': inactive({ accuracyPpm: rows(4).accuracyPpm }),
  'a time in an inactive slot': inactive({ timesMs: rows(4).timesMs }),
  'a loss and an accuracy that cancel out in an inactive slot': inactive({
    lossMicros: rows(3).lossMicros.with(3, MODULUS - TOO_MUCH),
    accuracyPpm: rows(3).accuracyPpm.with(3, 1n),
  }),
  'another binding': { ...rows(3), binding: hash(43n) },
  'a root of 0': { ...rows(3), root: 0n },
  'the root of another binding': { ...rows(3), root: chainInputs(hash(43n), sampleRows(3), CAPACITY).root },
  'the root of a shorter chain': { ...rows(3), root: rows(2).root },
  'the root of the full tree, where the last leaf is no checkpoint': {
    ...rows(3),
    root: merkleRoot([...chainHashes(binding, sampleRows(3)), hash(1n)]),
  },
  'leaves in another order': {
    ...rows(2),
    root: merkleRoot([...chainHashes(binding, sampleRows(2)).reverse(), 0n, 0n]),
  },
  'checkpoints that are not chained': {
    ...rows(2),
    root: merkleRoot([...sampleRows(2).flatMap((row) => chainHashes(binding, [row])), 0n, 0n]),
  },
};

describe('checkpoint_chain, its rules', function () {
  this.timeout(120_000);
  let circuit: Compiled;

  before(() => {
    circuit = compileUnchecked('chain4', source);
  });

  const broken = async (inputs: ChainInputs) =>
    violated(circuit.constraints, readWitness(await circuit.witness({ ...inputs })));

  for (const [name, inputs] of Object.entries(accepted)) {
    it(`accepts ${name}`, async () => expect(await broken(inputs)).to.deep.equal([]));
  }

  for (const [name, inputs] of Object.entries(refused)) {
    it(`refuses ${name}`, async () => expect(await broken(inputs)).not.to.be.empty);
  }
});

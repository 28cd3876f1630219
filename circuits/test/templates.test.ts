// SPDX-License-Identifier: GPL-3.0-or-later
import { expect } from 'chai';
import { type Compiled, compileForTest, compileUnchecked } from './compiled.ts';
import { MODULUS, readWitness, violated } from './constraints.ts';
import { hash, merkleRoot } from './mirror.ts';

const main = (file: string, call: string, input: string) =>
  `pragma circom 2.1.6;\ninclude "circuits/templates/${file}.circom";\ncomponent main {public [${input}]} = ${call};\n`;

/** All witnesses of a small circuit whose other wires have one of these values. */
function solutions(circuit: Compiled, inputs: Record<string, bigint>, values: readonly bigint[]): bigint[][] {
  const fixed = new Map([[0, 1n]]);
  for (const [name, value] of Object.entries(inputs)) fixed.set(circuit.symbols.get(name) ?? -1, value);
  let found: bigint[][] = [[]];
  for (let wire = 0; wire < circuit.constraints.wires; wire++) {
    const known = fixed.get(wire);
    found = found.flatMap((start) =>
      (known === undefined ? values : [known]).map((value) => [...start, value]),
    );
  }
  return found.filter((witness) => violated(circuit.constraints, witness).length === 0);
}

describe('circuit templates', function () {
  this.timeout(120_000);

  it('ActiveFlags has one solution for 1 to n, and none for any other count', () => {
    const circuit = compileForTest('flags', main('active_flags', 'ActiveFlags(3)', 'count'));
    for (const count of [-1n, 0n, 1n, 2n, 3n, 4n, 5n]) {
      const found = solutions(circuit, { count: (count + MODULUS) % MODULUS }, [0n, 1n, 2n, MODULUS - 1n]);
      expect(found, `count ${count}`).to.have.length(count >= 1n && count <= 3n ? 1 : 0);
      const [only] = found;
      if (!only) continue;
      const flag = (name: string) => only[circuit.symbols.get(name) ?? -1];
      for (let i = 0; i < 3; i++) {
        expect(flag(`active[${i}]`)).to.equal(BigInt(i) < count ? 1n : 0n);
        expect(flag(`last[${i}]`)).to.equal(BigInt(i) === count - 1n ? 1n : 0n);
      }
    }
  });

  it('LessThanPowerOfTwo accepts exactly 0 to 2^n - 1, with unique bits', () => {
    const circuit = compileForTest('bits', main('range', 'LessThanPowerOfTwo(3)', 'in'));
    const candidates = Array.from({ length: 10 }, (_, i) => BigInt(i)).concat(MODULUS - 1n, MODULUS - 8n);
    for (const value of [...candidates, MODULUS / 2n, 2n ** 200n]) {
      const found = solutions(circuit, { in: value }, candidates);
      expect(found, `value ${value}`).to.have.length(value < 8n ? 1 : 0);
    }
  });

  it('AtMost accepts exactly 0 to max', async () => {
    const source = main('range', 'AtMost(1000000, 20)', 'in');
    const circuit = compileUnchecked('at_most', source);
    const holds = async (value: bigint) => {
      const witness = readWitness(await circuit.witness({ in: value }));
      return violated(circuit.constraints, witness).length === 0;
    };
    for (const value of [0n, 1n, 999_999n, 1_000_000n]) expect(await holds(value), `${value}`).to.equal(true);
    for (const value of [1_000_001n, 2n ** 20n - 1n, 2n ** 20n, 2n ** 48n, MODULUS - 1n, MODULUS - 48_576n]) {
      expect(await holds(value), `${value}`).to.equal(false);
    }
  });

  it('MerkleRoot is the root of circomlibjs, and each leaf counts', async () => {
    const circuit = compileForTest('merkle', main('merkle_root', 'MerkleRoot(3)', 'leaves'));
    const leaves = Array.from({ length: 8 }, (_, i) => hash(BigInt(i)));
    const root = async (values: bigint[]) =>
      readWitness(await circuit.witness({ leaves: values }))[circuit.symbols.get('root') ?? -1];
    expect(await root(leaves)).to.equal(merkleRoot(leaves));
    for (let i = 0; i < 8; i++) {
      const other = leaves.with(i, 0n);
      expect(await root(other))
        .to.equal(merkleRoot(other))
        .and.not.equal(merkleRoot(leaves));
    }
  });
});

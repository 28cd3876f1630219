// SPDX-License-Identifier: GPL-3.0-or-later
//
// The circuit as it is deployed: capacity 64, generator with its checks.
import { expect } from 'chai';
import { readManifest } from '../tooling/manifest.ts';
import { built, type Compiled } from './compiled.ts';
import { freeWires, MODULUS, readWitness, violated } from './constraints.ts';
import { type ChainInputs, chainInputs, hash, sampleRows } from './mirror.ts';

const CAPACITY = 64;
const binding = hash(2026n);
const inputs = (count: number) => chainInputs(binding, sampleRows(count), CAPACITY);

const PRIVATE = ['weights', 'lossMicros', 'accuracyPpm', 'timesMs'] as const;

async function rejected(circuit: Compiled, bad: object): Promise<boolean> {
  return circuit.witness({ ...bad }).then(
    () => false,
    () => true,
  );
}

describe('checkpoint_chain, as deployed', function () {
  this.timeout(120_000);
  let circuit: Compiled;

  before(() => {
    circuit = built('checkpoint_chain');
  });

  for (const count of [1, 2, 63, 64]) {
    it(`accepts ${count} checkpoints, and every wire is determined`, async () => {
      const witness = readWitness(await circuit.witness({ ...inputs(count) }));
      expect(violated(circuit.constraints, witness)).to.deep.equal([]);
      expect(freeWires(circuit.constraints, witness)).to.deep.equal([]);
    });
  }

  it('gives the public signals first, in the order of circuits.json', async () => {
    const good = inputs(5);
    const witness = readWitness(await circuit.witness({ ...good }));
    const [entry] = readManifest();
    const expected = entry?.publicSignals.map((name) => good[name as keyof ChainInputs]);
    expect(witness.slice(1, 6)).to.deep.equal(expected);
  });

  it('refuses 0 and 65 checkpoints', async () => {
    expect(await rejected(circuit, { ...inputs(64), checkpoints: 0n })).to.equal(true);
    expect(await rejected(circuit, { ...inputs(64), checkpoints: 65n })).to.equal(true);
  });

  it('refuses arrays of another length', async () => {
    const good = inputs(3);
    for (const name of PRIVATE) {
      expect(await rejected(circuit, { ...good, [name]: good[name].slice(1) }), `${name}, 63`).to.equal(true);
      expect(await rejected(circuit, { ...good, [name]: [...good[name], 0n] }), `${name}, 65`).to.equal(true);
    }
  });

  it('refuses each public signal changed', async () => {
    const good = inputs(7);
    for (const name of ['binding', 'checkpoints', 'elapsedMs', 'root', 'finalWeights'] as const) {
      for (const value of [good[name] + 1n, good[name] - 1n, 0n, MODULUS - 1n]) {
        expect(await rejected(circuit, { ...good, [name]: value }), `${name} = ${value}`).to.equal(true);
      }
    }
  });

  it('refuses each kind of private signal changed, in the first, last and an inactive slot', async () => {
    const good = inputs(7);
    for (const name of PRIVATE) {
      for (const slot of [0, 3, 6, 7, 63]) {
        const changed = good[name].with(slot, (good[name][slot] ?? 0n) + 1n);
        expect(await rejected(circuit, { ...good, [name]: changed }), `${name}[${slot}]`).to.equal(true);
      }
    }
  });

  it('has constraints that refuse each input wire of a valid witness changed', async () => {
    const witness = readWitness(await circuit.witness({ ...inputs(7) }));
    const signals = ['binding', 'checkpoints', 'elapsedMs', 'root', 'finalWeights'];
    for (const name of PRIVATE) signals.push(`${name}[0]`, `${name}[6]`, `${name}[7]`, `${name}[63]`);
    for (const signal of signals) {
      const wire = circuit.symbols.get(signal) ?? -1;
      expect(wire, signal).to.be.greaterThan(0);
      const altered = witness.with(wire, ((witness[wire] ?? 0n) + MODULUS - 1n) % MODULUS);
      expect(violated(circuit.constraints, altered), signal).not.to.be.empty;
    }
  });
});

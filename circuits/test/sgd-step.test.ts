// SPDX-License-Identifier: GPL-3.0-or-later
//
// The circuits as they are deployed, on a job that the engine trained: generator with its checks, simplified constraints.
import { expect } from 'chai';
import { SampleSegments } from '../../packages/proofs/src/sample-segments.ts';
import type { SgdStepInput, SgdStepSteps } from '../../packages/proofs/src/sgd-step.ts';
import { built, type Compiled } from './compiled.ts';
import { freeWires, MODULUS, readWitness, violated } from './constraints.ts';

const circuits: [name: string, steps: SgdStepSteps, segment: number][] = [
  ['sgd_step_64_32_10', 4, 0],
  ['sgd_step_64_32_10_x1', 1, 7],
];

type Nested = bigint | number | readonly Nested[];

/** Where each signal of an input stands: its first element, one in the middle and its last one. */
function places(value: Nested): number[][] {
  if (!Array.isArray(value)) return [[]];
  const picked = new Set([0, value.length >> 1, value.length - 1]);
  return [...picked].flatMap((i) => places(value[i]).map((rest) => [i, ...rest]));
}

function changedAt(value: Nested, [index, ...rest]: readonly number[], by: bigint): Nested {
  if (index === undefined) return (BigInt(value as bigint | number) + by + MODULUS) % MODULUS;
  const list = value as readonly Nested[];
  return list.with(index, changedAt(list[index] as Nested, rest, by));
}

for (const [name, steps, segment] of circuits) {
  describe(`${name}, as deployed`, function () {
    this.timeout(300_000);
    let circuit: Compiled;
    let input: SgdStepInput;
    let witness: bigint[];

    before(async () => {
      circuit = built(name);
      input = new SampleSegments({ steps }).input(segment, 2026n, 77n);
      witness = readWitness(await circuit.witness({ ...input }));
    });

    it('holds for a trained segment, and no wire can change alone', () => {
      expect(violated(circuit.constraints, witness)).to.deep.equal([]);
      expect(freeWires(circuit.constraints, witness)).to.deep.equal([]);
    });

    it('has one public signal, the statement', () => {
      expect(witness[1]).to.equal(input.statement);
      expect(circuit.symbols.get('statement')).to.equal(1);
    });

    it('fits the domain it was made for', () => {
      const domain = circuit.constraints.rows.length + 2;
      expect(domain).to.be.at.most(steps === 4 ? 2 ** 17 : 2 ** 16);
    });

    it('has constraints that refuse each input wire changed, the first, middle and last of each signal', () => {
      for (const [signal, value] of Object.entries(input) as [string, Nested][]) {
        for (const place of places(value)) {
          const label = signal + place.map((i) => `[${i}]`).join('');
          const wire = circuit.symbols.get(label) ?? -1;
          // Simplification may put a wire in another's place; then the generator's refusal below stands for it.
          if (wire < 0) continue;
          const altered = witness.with(wire, ((witness[wire] ?? 0n) + 1n) % MODULUS);
          const touching = circuit.constraints.rows.filter((sides) =>
            sides.some((row) => row.some(([at]) => at === wire)),
          );
          expect(violated({ ...circuit.constraints, rows: touching }, altered), label).not.to.be.empty;
        }
      }
    });

    it('has a generator that refuses one of each signal changed', async () => {
      for (const [signal, value] of Object.entries(input) as [string, Nested][]) {
        const place = places(value).at(-1) as number[];
        const bad = { ...input, [signal]: changedAt(value, place, 1n) };
        const outcome = await circuit.witness(bad).then(
          () => 'accepted',
          () => 'refused',
        );
        expect(outcome, signal).to.equal('refused');
      }
    });
  });
}

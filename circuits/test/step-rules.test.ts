// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every rule of sgd_step on a small network, two steps a segment, trees of two levels. The witness generator is compiled
// without its own checks, so what is tested is that the constraints refuse, whatever a prover's program does.
import { expect } from 'chai';
import {
  batchLeaf,
  commitWeights,
  type ExactWeights,
  type Samples,
  segmentBatches,
  segmentStatement,
} from '../../packages/engine/src/index.ts';
import { poseidonTree } from '../../packages/engine/src/merkle.ts';
import type { SgdStepInput } from '../../packages/proofs/src/sgd-step.ts';
import { sha256, toHex } from '../../packages/protocol/src/index.ts';
import { trainedOn } from '../../tests/attacks/cheated-step.ts';
import { type Compiled, compileUnchecked } from './compiled.ts';
import { type Constraints, freeWires, MODULUS, readWitness, violated } from './constraints.ts';
import { freePairs } from './neighbours.ts';
import { BATCHES, jobInput, SEGMENTS, SMALL, STEPS, smallCircuit, trainJob } from './step-job.ts';
import { undetermined } from './uniqueness.ts';

/** Seeds of these trainings; `npm run test:attacks -- --seed` tries the same cheats on others. */
const seed = (which: string) => toHex(sha256(`${which} of the seed ${process.env['CYXWIZ_SEED'] ?? 1}`));
const job = trainJob(seed('job'));
const other = trainJob(seed('another job'));
const single = trainJob(seed('job of one segment'), 1, STEPS);
const scheduled = (segment: number) => segmentBatches(job.seed, segment, STEPS, BATCHES) as [number, number];
const state = (p: number) => job.states[p] as ExactWeights;

/** The weights after steps on these batches of the job, each with `times` the change. */
const trained = (from: ExactWeights, indices: readonly number[], times?: number) =>
  trainedOn(from, job.batches, indices, times);

/** The tree has this state after the segment instead of the right one. */
const ending = (segment: number, weights: ExactWeights) =>
  jobInput(job, segment, { leaves: { [segment + 1]: commitWeights(weights) } });

const accepted: Record<string, SgdStepInput> = {
  'the first segment': jobInput(job, 0),
  'a segment in the middle': jobInput(job, 3),
  'the last segment': jobInput(job, SEGMENTS - 1),
  'a job of one segment, first and last': jobInput(single, 0),
  'a binding and a challenge of 0 and of the largest field element': jobInput(job, 2, {
    claim: { binding: 0n, challenge: MODULUS - 1n },
  }),
};

/** Steps that were really done, on the opened batches; the state after them is theirs. */
const doneOn = (indices: readonly number[]) =>
  jobInput(job, 3, { opened: indices, leaves: { 4: commitWeights(trained(state(3), indices)) } });

const [b0, b1] = scheduled(3);
const elsewhere = [0, 1, 2, 3, 4, 5].find((index) => index !== b0 && index !== b1) as number;
const base = jobInput(job, 3);

/** A data set whose first scheduled batch is this one, committed as the engine commits: leaf and root are right. */
function withBatch(batch: Samples): SgdStepInput {
  const batches = job.batches.with(b0, batch);
  return jobInput({ ...job, batches }, 3);
}
const bent = (change: Partial<Samples>) => withBatch({ ...(job.batches[b0] as Samples), ...change });

/** The same with numbers that no Uint8Array holds; the leaf is made from the digits as the circuit packs them. */
function withDigits(change: (input: { pixels: number[][][]; labels: number[][] }) => void): SgdStepInput {
  const copy = structuredClone({ pixels: base.pixels, labels: base.labels });
  change(copy);
  return { ...base, ...copy };
}

const refused: Record<string, SgdStepInput> = {
  'another batch than the scheduled one': jobInput(job, 3, { opened: [elsewhere, b1] }),
  'another batch, in the second step': jobInput(job, 3, { opened: [b0, elsewhere] }),
  'the batches in the wrong order': jobInput(job, 3, { opened: [b1, b0] }),
  'the same batch twice': jobInput(job, 3, { opened: [b0, b0] }),
  'steps that were done on another batch': doneOn([elsewhere, b1]),
  'steps that were done on the batches in the wrong order': doneOn([b1, b0]),
  'steps that were both done on one batch': doneOn([b0, b0]),
  'another batch at the place of the scheduled one': {
    ...base,
    pixels: jobInput(job, 3, { opened: [elsewhere, b1] }).pixels,
  },
  'another label': withDigits(({ labels }) => {
    const row = labels[1] as number[];
    row[0] = ((row[0] ?? 0) + 1) % 3;
  }),
  'twice the learning rate': ending(3, trained(state(3), scheduled(3), 2)),
  'no learning at all': ending(3, state(3)),
  'a learning rate of the other sign': ending(3, trained(state(3), scheduled(3), -1)),
  'a step that was skipped': ending(3, trained(state(3), [b0])),
  'a step that was done twice': ending(3, trained(state(3), [b0, b1, b1])),
  'steps in another order': ending(3, trained(state(3), [b1, b0])),
  'a segment that was skipped': ending(3, state(5)),
  'a segment that was repeated': ending(3, trained(state(3), [b0, b1, b0, b1])),
  'a state after that is another job’s': ending(3, other.states[4] as ExactWeights),
  'weights before that are another job’s': jobInput(job, 3, { weights: other.states[3] as ExactWeights }),
  'weights before that are another state’s': jobInput(job, 3, { weights: state(2) }),
  'a weight after that is off by one': ending(3, {
    ...state(4),
    w1: state(4).w1.with(5, (state(4).w1[5] ?? 0) + 1),
  }),
  'a weight of the second layer after that is off by one': ending(3, {
    ...state(4),
    w2: state(4).w2.with(5, (state(4).w2[5] ?? 0) - 1),
  }),
  'two packings of the second layer that differ': {
    ...base,
    w2Backward: base.w2Backward.map((row, o) =>
      row.map((word, g) => (o + g === 0 ? (word + 1n) % MODULUS : word)),
    ),
  },
  'a start from other weights than the job’s': jobInput(job, 0, {
    claim: { initialWeights: commitWeights(other.states[0] as ExactWeights) },
  }),
  'an end in other weights than the delivered ones': jobInput(job, SEGMENTS - 1, {
    claim: { finalWeights: commitWeights(state(SEGMENTS - 1)) },
  }),
  'a single segment with another start': jobInput(single, 0, { claim: { initialWeights: 1n } }),
  'a single segment with another end': jobInput(single, 0, { claim: { finalWeights: 1n } }),
  'the last segment called a middle one, beyond the tree': jobInput(job, 3, { claim: { segments: 16 + 4 } }),
  'a segment at the end of the job': jobInput(job, 3, { claim: { segments: 3 } }),
  'a segment past the end of the job': jobInput(job, 3, { claim: { segments: 2 } }),
  'a job without segments': jobInput(job, 0, { claim: { segments: 0 } }),
  'another segment than the one opened': jobInput(job, 3, { claim: { segment: 2 } }),
  'a root of the states that is another job’s': jobInput(job, 3, {
    claim: { stepsRoot: jobInput(other, 3).stepsRoot },
  }),
  'a data set that is another job’s': jobInput(job, 3, {
    claim: { datasetRoot: bent({ labels: Uint8Array.of(0, 0) }).stepsRoot },
  }),
  // The two sums of the statement, with a unit carried from one part into the other.
  'a segment of 2^32 more in a job of one segment less': {
    ...base,
    segment: base.segment + 2 ** 32,
    segments: base.segments - 1,
  },
  'a batch index of 2^16 more where the next is one less': {
    ...base,
    batchIndex: [(base.batchIndex[0] ?? 0) + 2 ** 16, (base.batchIndex[1] ?? 0) - 1],
  },
  'a batch index beyond the tree, with the path of its lower digits': {
    ...base,
    batchIndex: [(base.batchIndex[0] ?? 0) + 16, base.batchIndex[1] ?? 0],
  },
  'a pixel of 32': withDigits(({ pixels }) => {
    const row = pixels[0]?.[0] as number[];
    row[0] = 32;
  }),
  'a pixel borrowed from its neighbour': withDigits(({ pixels }) => {
    const row = pixels[0]?.[0] as number[];
    [row[0], row[1]] = [(row[0] ?? 0) + 32, (row[1] ?? 0) - 1];
  }),
  'a negative pixel': withDigits(({ pixels }) => {
    const row = pixels[0]?.[0] as number[];
    row[2] = -1;
  }),
  'a label past the last output': bent({ labels: Uint8Array.of(3, 0) }),
};

const claimed = [
  'binding',
  'challenge',
  'stepsRoot',
  'initialWeights',
  'finalWeights',
  'datasetRoot',
] as const;

describe('sgd_step, its rules', function () {
  this.timeout(300_000);
  let circuit: Compiled;

  before(() => {
    circuit = compileUnchecked('step_small', smallCircuit);
  });

  const solve = async (input: SgdStepInput) => readWitness(await circuit.witness({ ...input }));
  const broken = async (input: SgdStepInput) => violated(circuit.constraints, await solve(input));

  for (const [name, input] of Object.entries(accepted)) {
    it(`accepts ${name}, and has no other witness for it`, async () => {
      const witness = await solve(input);
      expect(violated(circuit.constraints, witness)).to.deep.equal([]);
      expect(witness[1]).to.equal(input.statement);
      expect(undetermined(circuit.constraints, witness, inputWires(circuit, input))).to.deep.equal([]);
    });
  }

  for (const [name, input] of Object.entries(refused)) {
    it(`refuses ${name}`, async () => expect(await broken(input)).not.to.be.empty);
  }

  it('refuses each value of the claim changed under the same statement', async () => {
    for (const name of claimed) {
      expect(await broken({ ...base, [name]: base[name] + 1n }), name).not.to.be.empty;
    }
    for (const change of [{ segment: 2 }, { segments: 7 }, { batchIndex: [b1, b0] }]) {
      expect(await broken({ ...base, ...change }), JSON.stringify(change)).not.to.be.empty;
    }
  });

  it('refuses every claim but its own for the same witness', async () => {
    const claim = { ...base, batchIndices: base.batchIndex };
    for (const change of [
      { binding: 1n },
      { challenge: 1n },
      { segment: 4 },
      { segments: 7 },
      { batchIndices: [0, 0] },
    ]) {
      const statement = segmentStatement({ ...claim, ...change });
      expect(statement).not.to.equal(base.statement);
      expect(await broken({ ...base, statement }), Object.keys(change)[0]).not.to.be.empty;
    }
  });

  it('has the same witness, and no second one, for a value plus the modulus', async () => {
    const honest = await solve(base);
    for (const name of [...claimed, 'statement'] as const) {
      expect(await solve({ ...base, [name]: base[name] + MODULUS }), name).to.deep.equal(honest);
    }
  });

  it('proves the steps of a batch with pixels that the engine does not commit, as arithmetic', async () => {
    // 17 to 31 fit their digit: nobody but the maker of the data set root can bring them in.
    const pixels = (job.batches[b0] as Samples).pixels.with(0, 31);
    const datasetTree = poseidonTree(
      job.batches.map((batch, i) => batchLeaf(i === b0 ? { ...batch, pixels } : batch, SMALL.outputs)),
      2,
    );
    expect(bent({ pixels }).datasetRoot).to.equal(datasetTree.root);
    expect(await broken(bent({ pixels }))).not.to.be.empty; // the states are those of the other data
  });

  it('lets no wire of a valid witness change alone', async () => {
    for (const input of [accepted['the first segment'], accepted['the last segment']]) {
      const witness = await solve(input as SgdStepInput);
      expect(freeWires(circuit.constraints, witness)).to.deep.equal([]);
    }
  });

  it('lets no two wires that share a constraint change together', async () => {
    const witness = await solve(accepted['the first segment'] as SgdStepInput);
    const { free, undecided, tried } = freePairs(circuit.constraints, witness);
    expect({ free, undecided }).to.deep.equal({ free: [], undecided: [] });
    expect(tried).to.be.greaterThan(1000);
  });

  it('finds two wires that can, where there are some', () => {
    const one: [number, bigint][] = [[0, 1n]];
    const sum = [
      [
        [1, 1n],
        [2, 1n],
      ],
      one,
      [[3, 1n]],
    ] as const; // w1 + w2 = w3
    const square = [[[1, 1n]], [[1, 1n]], [[4, 1n]]] as const; // w1² = w4
    const product = [[[2, 1n]], [[3, 1n]], [[5, 1n]]] as const; // w2 · w3 = w5
    const pairs = (...rows: Constraints['rows'][number][]) =>
      freePairs({ wires: 6, rows }, [1n, 2n, 3n, 5n, 4n, 15n]).free.map((pair) => pair.toSorted());
    expect(pairs(sum)).to.deep.include.members([
      [1, 2],
      [1, 3],
      [2, 3],
    ]);
    expect(pairs(sum, product)).to.deep.equal([[2, 3]]); // to −5 and −3
    expect(pairs(sum, square, product)).to.deep.equal([[2, 3]]);
  });

  it('has undetermined wires once a constraint is taken away, so the search finds what it looks for', async () => {
    const first = jobInput(job, 0);
    const witness = await solve(first);
    const known = inputWires(circuit, first);
    const { rows, wires } = circuit.constraints;
    for (const signal of ['training[0].z[0].bits[0][3]', 'leaves[0].oneHot[0][1]', 'first.inverse']) {
      const wire = circuit.symbols.get(signal) ?? -1;
      expect(wire, signal).to.be.greaterThan(0);
      // What makes it a bit, or 0, is the constraint that has it as its first factor.
      const less = rows.filter(([a]) => !a.some(([at]) => at === wire));
      expect(rows.length - less.length, signal).to.equal(1);
      expect(undetermined({ rows: less, wires }, witness, known), signal).to.include(wire);
    }
  });
});

/** The wires of the private inputs. */
function inputWires(circuit: Compiled, input: SgdStepInput): number[] {
  const wires: number[] = [];
  const walk = (name: string, value: unknown): void => {
    if (Array.isArray(value)) for (const [i, each] of value.entries()) walk(`${name}[${i}]`, each);
    else wires.push(circuit.symbols.get(name) ?? -1);
  };
  for (const [name, value] of Object.entries(input)) if (name !== 'statement') walk(name, value);
  expect(Math.min(...wires)).to.be.greaterThan(0);
  return wires;
}

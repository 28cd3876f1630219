import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { type ExactWeights, initialWeights, prepareDataset } from '@cyxwiz/engine';
import type { CircuitFiles, CommittedTraining, ExactProver } from '@cyxwiz/proofs';
import type { Figure, Part, Say } from './figures.ts';
import { median } from './figures.ts';
import { statusMib, watchMemory } from './process-memory.ts';
import { type Column, type Measured, table } from './proof-table.ts';

const SHAPE = { inputs: 64, hidden: 32, outputs: 10, batch: 8 } as const;
const SEED = '3c'.repeat(32);
const EPOCHS = 50;
const RUNS = { native: 5, snarkjs: 2 } as const;
const TEN_MINUTES = 600;
const AUDITS = 4;
const MAX_SEGMENTS = 4 ** 7 - 1;
const AT = { binding: 123_456_789n, challenge: 987_654_321n } as const;

const file = (path: string) => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));

interface Job {
  readonly weights: ExactWeights;
  readonly dataset: ReturnType<typeof prepareDataset>;
}

/** Seconds that an action takes, and what it gives. */
async function timed<T>(action: () => Promise<T>): Promise<readonly [seconds: number, value: T]> {
  const started = performance.now();
  const value = await action();
  return [(performance.now() - started) / 1000, value];
}

export const stepProofsPart: Part = {
  name: 'step-proofs',
  about: 'proofs of exact training: keys, commitments, witness and proof with both provers, memory, overhead',
  async measure(say) {
    const csv = gunzipSync(readFileSync(file('data/digits.csv.gz')));
    const dataset = prepareDataset(csv, SHAPE);
    const job = { dataset, weights: initialWeights(SHAPE, SEED) };
    const [one, four] = [await measureCircuit(1, job, say), await measureCircuit(4, job, say)];
    const columns: Column[] = [one, four].map(({ column }) => column);
    const figures = [...one.figures, ...four.figures, ...overhead(four)];
    const ratio = Math.max(...columns.map(({ native, snarkjs }) => total(native) / total(snarkjs)));
    figures.push({
      name: 'native prover to snarkjs, witness and proof',
      value: ratio,
      unit: 'times its time',
      digits: 2,
      aim: { atMost: 0.3 },
      how: 'the worse of the two circuits; medians of the same run, keys loaded',
    });
    const intro =
      `The default network on digits, ${EPOCHS} epochs. Each proof is verified before it is counted. The native prover ` +
      'computes the witness from the constraints, snarkjs with the program that circom made. Peak memory is the ' +
      "prover's own resident set, for snarkjs with the process of the witness.";
    const summary = figures.map(
      ({ name, value, unit, digits = 0 }) => `${name} ${value.toFixed(digits)} ${unit}`,
    );
    return {
      title: 'Proofs of exact training',
      intro,
      figures,
      tables: [table(columns)],
      summary: summary.join('; '),
    };
  },
};

const total = ({ witnessMs, proveMs }: Measured): number => witnessMs + proveMs;

interface CircuitRun {
  readonly column: Column;
  readonly figures: readonly Figure[];
  readonly commitSeconds: number;
  readonly segments: number;
  readonly proofSeconds: number;
}

async function measureCircuit(steps: 1 | 4, { dataset, weights }: Job, say: Say): Promise<CircuitRun> {
  const { ArkworksBackend, ExactProver, sgdStepCircuit } = await import('@cyxwiz/proofs');
  const circuit = sgdStepCircuit(steps);
  const loads: number[] = [];
  for (const cache of ['made', 'read']) {
    say(`${circuit.name}: loading the key, its cache is ${cache}`);
    if (cache === 'made') rmSync(`${circuit.zkey}.cache`, { force: true });
    const backend = new ArkworksBackend();
    loads.push((await timed(() => backend.load(circuit)))[0]);
    await backend.close();
  }
  const prover = new ExactProver({ proofs: 2 });
  try {
    say(`${circuit.name}: committing to ${EPOCHS} epochs`);
    const job = {
      parameters: circuit.parameters,
      seed: SEED,
      epochs: EPOCHS,
      weights,
      batches: dataset.batches,
    };
    const [commitSeconds, training] = await timed(() =>
      prover.commit(job, { expected: { datasetRoot: dataset.root } }),
    );
    const native = await measureNative(circuit, prover, training, say);
    const snarkjs = await measureSnarkjs(circuit, training, { dataset, weights }, steps, say);
    const proofSeconds = total(native) / 1000;
    const column = {
      ...{ name: circuit.name, steps, native, snarkjs },
      constraints: constraintsOf(circuit.name),
      keyBytes: statSync(circuit.zkey).size,
      units: unitsOf('job-escrow.prove_audit'),
    };
    const { segments } = training.commitments;
    return { column, figures: figuresOf(), commitSeconds, segments, proofSeconds };

    function figuresOf(): Figure[] {
      const name = (what: string) => `${steps === 1 ? 'one step' : `${steps} steps`} a proof: ${what}`;
      const how = `${RUNS.native} runs, key loaded`;
      return [
        {
          name: name('key from its cache'),
          value: loads[1] ?? Number.NaN,
          unit: 's',
          digits: 2,
          aim: { atMost: 1 },
          how: 'with starting the prover and checking the hashes of key, constraints and cache',
        },
        {
          name: name('key without'),
          value: loads[0] ?? Number.NaN,
          unit: 's',
          digits: 2,
          how: 'checked point by point, with planning the witness and writing the cache',
        },
        {
          name: name('commitments'),
          value: commitSeconds,
          unit: 's',
          digits: 1,
          aim: { atMost: 10 },
          how: `${EPOCHS * dataset.batches.length} steps trained again, ${training.commitments.segments + 1} states, on all cores`,
        },
        {
          name: name('witness and proof, per step'),
          value: proofSeconds / steps,
          unit: 's',
          digits: 2,
          aim: { atMost: steps === 1 ? 1.5 : 1 },
          how: `median of ${how}`,
        },
      ];
    }
  } finally {
    await prover.close();
  }
}

async function measureNative(
  circuit: CircuitFiles,
  prover: ExactProver,
  training: CommittedTraining,
  say: Say,
): Promise<Measured> {
  await training.prove(circuit, { segment: 0, ...AT });
  const made = [];
  for (let run = 1; run <= RUNS.native; run++) {
    say(`${circuit.name}: native proof ${run} of ${RUNS.native}`);
    made.push(await training.prove(circuit, { segment: 31 * run, ...AT }));
  }
  const peakMib = statusMib(prover.pid ?? 0, 'VmHWM');
  say(`${circuit.name}: four native proofs, two at a time`);
  const [seconds] = await timed(() =>
    Promise.all([1, 2, 3, 4].map((run) => training.prove(circuit, { segment: 17 * run, ...AT }))),
  );
  const twoAtOnce = { apartMs: 250 * seconds, peakMib: statusMib(prover.pid ?? 0, 'VmHWM') };
  return {
    witnessMs: median(made.map(({ witnessMs }) => witnessMs)),
    proveMs: median(made.map(({ proveMs }) => proveMs)),
    ...{ peakMib, twoAtOnce },
  };
}

async function measureSnarkjs(
  circuit: CircuitFiles,
  training: CommittedTraining,
  { dataset, weights }: Job,
  steps: number,
  say: Say,
): Promise<Measured> {
  const { ProverPool, sgdStepInput } = await import('@cyxwiz/proofs');
  const { segmentBatches, stateTree } = await import('@cyxwiz/engine');
  const { segments, ...roots } = training.commitments;
  const batchIndices = segmentBatches(SEED, 0, steps, dataset.batches.length);
  const claim = { ...AT, ...roots, segment: 0, segments, batchIndices };
  const input = sgdStepInput({
    ...{ claim, weights, datasetTree: dataset.tree, stateTree: stateTree(training.states) },
    batches: batchIndices.map((index) => dataset.batches[index] as (typeof dataset.batches)[number]),
  });
  const pool = new ProverPool({ backend: 'snarkjs' });
  const before = statusMib(process.pid, 'VmRSS');
  const memory = watchMemory(process.pid);
  try {
    const made = [];
    for (let run = 0; run <= RUNS.snarkjs; run++) {
      say(`${circuit.name}: snarkjs proof ${run} of ${RUNS.snarkjs}`);
      made.push(await pool.prove(circuit, input));
    }
    const counted = made.slice(1);
    return {
      witnessMs: median(counted.map(({ witnessMs }) => witnessMs)),
      proveMs: median(counted.map(({ proveMs }) => proveMs)),
      peakMib: memory.peakMib - before,
    };
  } finally {
    memory.stop();
    await pool.close();
  }
}

/** What the exact tier adds to a job of ten minutes with as many segments as a job may have. */
function overhead({ commitSeconds, segments, proofSeconds }: CircuitRun): Figure[] {
  const seconds = (commitSeconds / segments) * MAX_SEGMENTS + AUDITS * proofSeconds;
  const how =
    `${seconds.toFixed(1)} s over ${TEN_MINUTES} s, from the figures above: commitments to ${MAX_SEGMENTS} segments, the ` +
    `most that a job may have, and ${AUDITS} audits`;
  const value = (100 * seconds) / TEN_MINUTES;
  return [
    {
      name: 'overhead of proving for a job of ten minutes',
      value,
      unit: '%',
      digits: 1,
      aim: { atMost: 5 },
      how,
    },
  ];
}

function constraintsOf(name: string): number {
  const { circuits } = JSON.parse(readFileSync(file('circuits/circuits.json'), 'utf8')) as {
    circuits: { name: string; constraints: number }[];
  };
  return circuits.find((entry) => entry.name === name)?.constraints ?? Number.NaN;
}

/** Of the whole instruction; undefined while no fixture of it has been measured. */
function unitsOf(instruction: string): number | undefined {
  const path = file('docs/compute-units.json');
  if (!existsSync(path)) return undefined;
  const costs = JSON.parse(readFileSync(path, 'utf8')) as Record<string, { units: number }>;
  return costs[instruction]?.units;
}

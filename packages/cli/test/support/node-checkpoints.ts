import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { openReexecutor } from '@cyxwiz/node';
import {
  bytesToField,
  CheckpointChain,
  checkpointCount,
  fieldToBytes,
  fromHex,
  type JobSpec,
  processDatasetRoot,
  processStart,
  sha256,
  specHash,
  stretchOf,
  toHex,
} from '@cyxwiz/protocol';
import {
  type Anchored,
  checkpointFile,
  LIST_FILE,
  type ListedCheckpoint,
  prepareJob,
  weightsCommitment,
} from '@cyxwiz/sdk';
import { pythonWithNumpy } from '../../../../tests/step/python.ts';

const at = (path: string) => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));
const CHEATING = fileURLToPath(new URL('./cheating_mlp.py', import.meta.url));

export type Offer = { command: string[]; env: Record<string, string> };

/** How nodes offer the numpy engine: as it is, or with a cheat. */
export function numpyOffer(...cheat: string[]): Offer {
  const { command, env } = pythonWithNumpy();
  const path = [at('packages/python'), env.PYTHONPATH].filter(Boolean).join(delimiter);
  const script = cheat.length > 0 ? [CHEATING, ...cheat] : ['-m', 'cyxwiz_engine.numpy_mlp'];
  // The interpreter itself: a program that is confined does not see what a script like pyenv's looks for.
  const print = ['-c', 'import sys; print(sys.executable)'];
  const interpreter = execFileSync(command, print, { encoding: 'utf8' }).trim();
  return { command: [interpreter, ...script], env: { PYTHONPATH: path, PYTHONDONTWRITEBYTECODE: '1' } };
}

/** 400 rows of the digits, in a folder of its own. */
export function digits(rows = 400) {
  const folder = mkdtempSync(join(tmpdir(), 'cyxwiz-recheck-'));
  const lines = gunzipSync(readFileSync(at('data/digits.csv.gz')))
    .toString()
    .split('\n')
    .slice(0, rows);
  const dataset = join(folder, 'digits.csv');
  writeFileSync(dataset, `${lines.join('\n')}\n`);
  return { folder, dataset, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

const SEED = '5e'.repeat(32);

export function processSpec(dataset: string, change: Partial<JobSpec> = {}): JobSpec {
  const program = { name: 'numpy', config: { hidden: 8 } };
  const hash = createHash('sha256').update(readFileSync(dataset)).digest();
  return {
    version: 1,
    engine: 'process',
    program,
    seed: SEED,
    epochs: 6,
    checkpointInterval: 1,
    datasetRoot: toHex(processDatasetRoot(hash)),
    initialWeights: toHex(processStart(program, SEED)),
    estimatedSeconds: 30,
    clientKey: '04'.repeat(32),
    ...change,
  } as JobSpec;
}

export function exactSpec(dataset: string): JobSpec {
  const bytes = new Uint8Array(readFileSync(dataset));
  const shape = { inputs: 64, hidden: 8, outputs: 10, batch: 8 };
  return prepareJob({
    dataset: bytes,
    shape,
    seed: SEED,
    epochs: 5,
    checkpointInterval: 2,
    estimatedSeconds: 30,
  }).spec;
}

/** What is done to a checkpoint of the exact engine behind an epoch, before the node goes on from it. */
export type Tamper = (epoch: number, bytes: Uint8Array) => Uint8Array;

export interface NodeTraining {
  /** With `checkpoints.json` and the checkpoints. */
  readonly folder: string;
  readonly list: ListedCheckpoint[];
  /** As its final anchor left the job's account. */
  readonly anchored: Anchored;
}

/** Trains a job as a node with this program does, and keeps what it committed to. */
export async function trainAsNode(
  spec: JobSpec,
  datasetPath: string,
  offer: Offer | undefined,
  tamper: Tamper = (_, bytes) => bytes,
): Promise<NodeTraining> {
  const folder = mkdtempSync(join(tmpdir(), 'cyxwiz-node-'));
  const engine = await openReexecutor({
    spec,
    dataset: readFileSync(datasetPath),
    engines: offer ? { numpy: offer } : {},
  });
  const list: ListedCheckpoint[] = [];
  try {
    let from: { epoch: number; bytes: Uint8Array } | null = null;
    for (let number = 1; number <= checkpointCount(spec); number += 1) {
      const { to } = stretchOf(spec, number);
      const bytes = tamper(to, await engine.train(from, to));
      from = { epoch: to, bytes };
      writeFileSync(join(folder, checkpointFile(to)), bytes);
      const weights = toHex(fieldToBytes(weightsCommitment(bytes, spec.engine)));
      list.push({ epoch: to, weights, lossMicros: 1000 - to, accuracyPpm: 900_000 + to, timeMs: 10 * to });
    }
  } finally {
    await engine.close();
  }
  writeFileSync(join(folder, LIST_FILE), JSON.stringify(list));
  return { folder, list, anchored: anchoredOf(spec, list) };
}

export function anchoredOf(spec: JobSpec, list: readonly ListedCheckpoint[]): Anchored {
  const binding = fieldToBytes(
    bytesToField(sha256('binding').map((byte, index) => (index === 0 ? 0 : byte))),
  );
  const chain = new CheckpointChain(
    bytesToField(binding),
    list.map(({ weights, lossMicros, accuracyPpm, timeMs }) => ({
      weights: bytesToField(fromHex(weights, 32)),
      lossMicros: BigInt(lossMicros),
      accuracyPpm,
      elapsedMs: BigInt(timeMs),
    })),
  );
  return {
    specHash: specHash(spec),
    binding,
    checkpoints: list.length,
    anchoredCheckpoints: list.length,
    anchoredRoot: fieldToBytes(chain.root()),
    anchoredWeights: fromHex(list.at(-1)?.weights ?? '', 32),
    anchoredElapsedMs: BigInt(list.at(-1)?.timeMs ?? 0),
  };
}

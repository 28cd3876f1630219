// SPDX-License-Identifier: GPL-3.0-or-later
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExactWeights, Samples, SeedHex } from '@cyxwiz/engine';
import { ArkworksBackend, type LoadedCircuit } from '../backends/arkworks.ts';
import type { RequestOptions } from '../backends/line-process.ts';
import { type CircuitFiles, proverBinary } from '../circuit-files.ts';
import { proofFailure } from '../failure.ts';
import { type TrainingCommitments, type TreeOpening, trainingCommitments, treeOpening } from './answers.ts';
import { CommittedTraining, trainingPath } from './committed-training.ts';
import {
  decodeElements,
  encodeBatches,
  encodeElements,
  encodeIntegers,
  encodeLists,
  type TaggedWords,
} from './words-file.ts';

/** A training as its job fixes it. */
export interface ExactTraining {
  /** Parameters of the step circuit, from circuits.json (`CircuitFiles.parameters`). */
  readonly parameters: Readonly<Record<string, number>>;
  readonly seed: SeedHex;
  readonly epochs: number;
  /** Before the first step. */
  readonly weights: ExactWeights;
  readonly batches: readonly Samples[];
}

/** What somebody else found; commit refuses when the prover finds anything different. */
export type ExpectedCommitments = Partial<Omit<TrainingCommitments, 'segments'>>;

export interface ExactProverOptions {
  /** Proofs made at the same time, default 1; each takes memory of its own, and all share the cores. */
  readonly proofs?: number;
  readonly binary?: string;
  /** Where trainings lie, with their data; default the system's folder for such files. */
  readonly folder?: string;
}

/** The exact tier's work in the native prover: commitments to every state of a training, and proofs of its segments. */
export class ExactProver {
  readonly #backend: ArkworksBackend;
  readonly #root: string;
  readonly #folders = new Set<string>();
  #next = 1;

  constructor({ proofs = 1, binary = proverBinary, folder = tmpdir() }: ExactProverOptions = {}) {
    this.#backend = new ArkworksBackend(binary, proofs);
    this.#root = folder;
  }

  /** Process id of the running prover, if any. */
  get pid(): number | undefined {
    return this.#backend.pid;
  }

  /**
   * Reads a circuit's key before a proof is wanted. The first time ever takes long: the key's cache is written.
   * @throws CyxwizError `ARTEFACTS_MISSING`, `STALE_KEY`, `PROVER_FAILED`, `PROVER_STOPPED`
   */
  load(circuit: CircuitFiles): Promise<LoadedCircuit> {
    return this.#backend.load(circuit);
  }

  /**
   * Repeats a training and commits to its state before every segment and after the last. Its progress comes as the stage
   * `training`, in segments.
   * @throws CyxwizError `ARTEFACTS_MISSING`, `PROVER_FAILED` (`bad_training`, `value_out_of_slot`, `weight_out_of_slot`,
   * `commitments_differ`), `PROVER_STOPPED`, `PROVER_CANCELLED`
   */
  async commit(
    training: ExactTraining,
    options: RequestOptions & { readonly expected?: ExpectedCommitments } = {},
  ): Promise<CommittedTraining> {
    const { parameters, seed, epochs, weights, batches } = training;
    const folder = await this.#folder();
    const [weightsFile, batchesFile, states] = (['weights', 'batches', 'states'] as const).map((part) =>
      trainingPath(folder, part),
    ) as [string, string, string];
    try {
      await writeFile(weightsFile, encodeIntegers(weights), { mode: 0o600 });
      await writeFile(batchesFile, encodeBatches(batches), { mode: 0o600 });
      const name = String(this.#next++);
      const request = { parameters, seed, epochs, weights: weightsFile, batches: batchesFile };
      const found = trainingCommitments(
        await this.#backend.keep(
          `training ${name}`,
          { op: 'train', training: name, ...request, states },
          options,
        ),
      );
      compare(found, options.expected ?? {});
      const leaves = decodeElements(await readFile(states));
      return new CommittedTraining(this.#backend, { name, folder, request }, found, leaves);
    } catch (error) {
      await this.#drop(folder);
      throw error;
    }
  }

  /** `chainHash` of each list. */
  async commitWords(lists: readonly TaggedWords[]): Promise<bigint[]> {
    const folder = await this.#folder();
    const [words, out] = [join(folder, 'words'), join(folder, 'hashes')];
    try {
      await writeFile(words, encodeLists(lists), { mode: 0o600 });
      await this.#backend.ask({ op: 'commitWords', words, out });
      return decodeElements(await readFile(out));
    } finally {
      await this.#drop(folder);
    }
  }

  /** Root and paths of a 4-ary Poseidon tree, as the engine's `stateTree` (7 levels) and `batchTree` (4). */
  async openTree(
    leaves: readonly bigint[],
    levels: number,
    open: readonly number[] = [],
  ): Promise<TreeOpening> {
    const folder = await this.#folder();
    const file = join(folder, 'leaves');
    try {
      await writeFile(file, encodeElements(leaves), { mode: 0o600 });
      return treeOpening(await this.#backend.ask({ op: 'tree', leaves: file, levels, open }));
    } finally {
      await this.#drop(folder);
    }
  }

  /** Ends the process, so that its memory comes back. Trainings stay: the next proof starts another and repeats them. */
  async rest(): Promise<void> {
    await this.#backend.close();
  }

  /** Ends the process and removes the files of all trainings. */
  async close(): Promise<void> {
    await this.#backend.close();
    await Promise.all([...this.#folders].map((folder) => this.#drop(folder)));
  }

  async #folder(): Promise<string> {
    const folder = await mkdtemp(join(this.#root, 'cyxwiz-exact-'));
    this.#folders.add(folder);
    return folder;
  }

  async #drop(folder: string): Promise<void> {
    await rm(folder, { recursive: true, force: true });
    // Only now, so that whoever closes the prover meanwhile does not leave before the data.
    this.#folders.delete(folder);
  }
}

function compare(found: TrainingCommitments, expected: ExpectedCommitments): void {
  for (const [name, value] of Object.entries(expected)) {
    if (found[name as keyof TrainingCommitments] === value) continue;
    const message = `the prover's training has another ${name} than the engine's: one of them is not exact`;
    throw proofFailure({ code: 'PROVER_FAILED', message, proverCode: 'commitments_differ' });
  }
}

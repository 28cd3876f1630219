// SPDX-License-Identifier: GPL-3.0-or-later
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArkworksBackend } from '../backends/arkworks.ts';
import type { RequestOptions } from '../backends/line-process.ts';
import type { CircuitFiles } from '../circuit-files.ts';
import { proofFailure } from '../failure.ts';
import type { ProofWithSignals } from '../groth16.ts';
import type { MadeProof } from '../prover-pool.ts';
import { count, type TrainingCommitments } from './answers.ts';

/** What a proof of a segment is bound to, besides the training. */
export interface SegmentChallenge {
  readonly segment: number;
  readonly binding: bigint;
  readonly challenge: bigint;
}

/** How the prover is told of a training; it lies in files of `folder`, so that another process can be told, too. */
export interface TrainingFiles {
  readonly name: string;
  readonly folder: string;
  readonly request: Readonly<Record<string, unknown>>;
}

/** A training that the prover has repeated and committed to, and of which it can prove any segment. */
export class CommittedTraining {
  readonly commitments: TrainingCommitments;
  /** State(0) … State(segments). */
  readonly states: readonly bigint[];
  readonly #backend: ArkworksBackend;
  readonly #files: TrainingFiles;

  constructor(
    backend: ArkworksBackend,
    files: TrainingFiles,
    commitments: TrainingCommitments,
    states: readonly bigint[],
  ) {
    this.#backend = backend;
    this.#files = files;
    this.commitments = commitments;
    this.states = states;
  }

  /**
   * Computes the witness of a segment and proves it, several at once if the prover was given the places.
   * @throws CyxwizError `ARTEFACTS_MISSING`, `STALE_KEY`, `WITNESS_REJECTED`, `PROVER_FAILED`,
   * `PROVER_STOPPED`, `PROVER_CANCELLED`
   */
  async prove(circuit: CircuitFiles, at: SegmentChallenge, options?: RequestOptions): Promise<MadeProof> {
    const segment = await this.#ready(circuit, at);
    const request = { op: 'proveSegment', circuit: circuit.name, segment };
    const made = await this.#backend.ask<ProofWithSignals & Record<string, unknown>>(request, options);
    const [witnessMs, allMs] = [count(made, 'witnessMillis'), count(made, 'millis')];
    const { proof, publicSignals } = made;
    return { proof, publicSignals, backend: 'arkworks', witnessMs, proveMs: allMs - witnessMs };
  }

  /** Writes the witness of a segment, for another prover. It may be secret: choose a folder that nobody else reads. */
  async writeWitness(circuit: CircuitFiles, at: SegmentChallenge, out: string): Promise<void> {
    const segment = await this.#ready(circuit, at);
    await this.#backend.ask({ op: 'witness', circuit: circuit.name, segment, out });
  }

  /** Ends the training in the prover and removes its files. */
  async forget(): Promise<void> {
    const { name, folder } = this.#files;
    const ends = `training ${name}`;
    if (this.#backend.pid !== undefined) await this.#backend.ask({ op: 'forget', training: name }, { ends });
    await rm(folder, { recursive: true, force: true });
  }

  /** A prover that was started anew has neither key nor training. */
  async #ready(circuit: CircuitFiles, { segment, binding, challenge }: SegmentChallenge) {
    const { segments } = this.commitments;
    if (!Number.isInteger(segment) || segment < 0 || segment >= segments) {
      const message = `segment ${segment} is not one of the ${segments} of this training`;
      throw proofFailure({ code: 'WITNESS_REJECTED', message });
    }
    const { name, request } = this.#files;
    await Promise.all([
      this.#backend.load(circuit),
      this.#backend.keep(`training ${name}`, { op: 'train', training: name, ...request }),
    ]);
    return { training: name, index: segment, binding: String(binding), challenge: String(challenge) };
  }
}

export const trainingPath = (folder: string, part: 'weights' | 'batches' | 'states'): string =>
  join(folder, part);

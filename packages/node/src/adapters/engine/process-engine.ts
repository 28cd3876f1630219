import { mkdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CHECKPOINT_LIMITS, readLayout, SAFETENSORS_TYPES } from '@cyxwiz/engine';
import {
  type JobSpec,
  type ProcessJobSpec,
  processDatasetRoot,
  processStart,
  processWeightsCommitment,
} from '@cyxwiz/protocol';
import type { EngineOffer, EngineOffers } from '../../domain/engine-offer.ts';
import { messageOf, NodeError } from '../../domain/errors.ts';
import type { DatasetFacts, Engine, EngineRun, StageStart, TrainingInputs } from '../../ports/engine.ts';
import type { Log } from '../../ports/log.ts';
import { type Confinement, findConfinement, gapsOf } from './process/confinement.ts';
import { ProcessRun } from './process/process-run.ts';
import { secretPaths } from './process/view.ts';

const NOTHING: Confinement = { view: null, noNetwork: null, limits: null, nice: null, tied: null };

export interface ProcessEngineOptions {
  /** Files beside the data folder that no program must see: the operator's key. */
  readonly secrets?: readonly string[];
  /** Refuse to run programs that this system cannot confine as their offers ask. */
  readonly required?: boolean;
  /** Default: what the system has. */
  readonly confinement?: Confinement;
}

const MIB = 1024 * 1024;

/** Jobs that are trained by a program of the owner's, in any language. */
export class ProcessEngine implements Engine {
  readonly name = 'process';
  readonly gaps: readonly string[];
  readonly #folder: string;
  readonly #mountPoint: string;
  readonly #secrets: readonly string[];
  readonly #offers: EngineOffers;
  readonly #log: Log;
  readonly #confinement: Confinement;

  private constructor(
    dataDir: string,
    offers: EngineOffers,
    log: Log,
    confinement: Confinement,
    secrets: readonly string[],
  ) {
    this.#folder = join(dataDir, 'engines');
    this.#mountPoint = join(dataDir, 'engine-view');
    this.#secrets = [dataDir, ...secrets];
    this.#offers = offers;
    this.#log = log;
    this.#confinement = confinement;
    this.gaps = gapsOf(offers, confinement);
  }

  /**
   * Removes what an agent that was killed has left there: it has clients' models in it.
   * @throws NodeError CONFIG_INVALID for an offer that shows the node's own data, and where confinement is required and
   * this system has none
   */
  static async open(
    dataDir: string,
    offers: EngineOffers,
    log: Log,
    { secrets = [], required = false, confinement }: ProcessEngineOptions = {},
  ): Promise<ProcessEngine> {
    const any = Object.keys(offers).length > 0;
    const found = confinement ?? (any ? findConfinement() : NOTHING);
    const engine = new ProcessEngine(resolve(dataDir), offers, log, found, secrets);
    engine.#requireOffers(required);
    await rm(engine.#folder, { recursive: true, force: true });
    if (any) await mkdir(engine.#mountPoint, { recursive: true, mode: 0o700 });
    for (const gap of engine.gaps) log.warn({ confinement: 'incomplete' }, gap);
    return engine;
  }

  #requireOffers(required: boolean): void {
    for (const [name, offer] of Object.entries(this.#offers)) {
      const [path] = secretPaths(offer, this.#secrets);
      if (path === undefined) continue;
      const field = `engines.${name}`;
      throw new NodeError('CONFIG_INVALID', `${field}: ${path} holds keys and jobs of this node`, { field });
    }
    if (!required || this.gaps.length === 0) return;
    throw new NodeError('CONFIG_INVALID', `confinement is required, but ${this.gaps.join('; ')}`);
  }

  /** @throws NodeError ASSIGNMENT_REFUSED for a program that is not offered here */
  async initialWeights(spec: JobSpec): Promise<Uint8Array> {
    const { program, seed } = this.#known(spec).spec;
    return processStart(program, seed);
  }

  async datasetFacts(spec: JobSpec, _path: string, sha256: Uint8Array): Promise<DatasetFacts> {
    this.#known(spec);
    // How a program cuts its data into batches is its own affair.
    return { root: processDatasetRoot(sha256), batches: 0 };
  }

  maxStateBytes(spec: JobSpec): number {
    return this.#known(spec).offer.maxCheckpointMib * MIB;
  }

  /** All of the file is committed to, so it is what the program left. */
  async stageStart(spec: JobSpec, path: string, sha256: Uint8Array): Promise<StageStart> {
    const state = new Uint8Array(await readFile(path));
    const fileBytes = this.maxStateBytes(spec);
    try {
      readLayout(state, SAFETENSORS_TYPES, { ...CHECKPOINT_LIMITS, fileBytes });
    } catch (error) {
      throw new NodeError(
        'CHECKPOINT_MISMATCH',
        `the checkpoint is no safetensors file: ${messageOf(error)}`,
        {},
        error,
      );
    }
    return { weights: processWeightsCommitment(sha256), state };
  }

  async inputs(): Promise<TrainingInputs> {
    throw new NodeError('INTERNAL', 'nobody can repeat the steps of a program');
  }

  async open(
    spec: JobSpec,
    datasetPath: string,
    snapshot: Uint8Array | null,
    epoch: number,
  ): Promise<EngineRun> {
    const known = this.#known(spec);
    return new ProcessRun({
      ...known,
      dataset: datasetPath,
      parent: this.#folder,
      secrets: this.#secrets,
      mountPoint: this.#mountPoint,
      confinement: this.#confinement,
      log: this.#log,
      from: snapshot && { epoch, bytes: snapshot },
    });
  }

  #known(spec: JobSpec): { readonly spec: ProcessJobSpec; readonly offer: EngineOffer } {
    if (spec.engine !== 'process') throw new NodeError('INTERNAL', 'this job is not for a program');
    const { name } = spec.program;
    const offer = Object.hasOwn(this.#offers, name) ? this.#offers[name] : undefined;
    if (offer === undefined) {
      throw new NodeError('ASSIGNMENT_REFUSED', `this node does not offer the program ${name}`);
    }
    return { spec, offer };
  }
}

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type JobSpec, type ProcessJobSpec, processDatasetRoot, processStart } from '@cyxwiz/protocol';
import type { EngineOffer, EngineOffers } from '../../domain/engine-offer.ts';
import { NodeError } from '../../domain/errors.ts';
import type { DatasetFacts, Engine, EngineRun, TrainingInputs } from '../../ports/engine.ts';
import type { Log } from '../../ports/log.ts';
import { type Confinement, findConfinement } from './process/confinement.ts';
import { ProcessRun } from './process/process-run.ts';

/** Jobs that are trained by a program of the owner's, in any language. */
export class ProcessEngine implements Engine {
  readonly name = 'process';
  readonly #folder: string;
  readonly #offers: EngineOffers;
  readonly #log: Log;
  readonly #confinement: Confinement;

  private constructor(folder: string, offers: EngineOffers, log: Log, confinement: Confinement) {
    this.#folder = folder;
    this.#offers = offers;
    this.#log = log;
    this.#confinement = confinement;
  }

  /** Removes what an agent that was killed has left there: it has clients' models in it. */
  static async open(dataDir: string, offers: EngineOffers, log: Log): Promise<ProcessEngine> {
    const folder = join(dataDir, 'engines');
    await rm(folder, { recursive: true, force: true });
    const confinement: Confinement =
      Object.keys(offers).length === 0
        ? { noNetwork: null, limits: null, nice: null, tied: null }
        : findConfinement();
    for (const [name, { network }] of Object.entries(offers)) {
      if (network === 'none' && confinement.noNetwork === null) {
        log.warn({ engine: name }, 'this system lets nobody cut a program off the network: it keeps its own');
      }
    }
    return new ProcessEngine(folder, offers, log, confinement);
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

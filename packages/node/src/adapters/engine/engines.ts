import type { JobSpec } from '@cyxwiz/protocol';
import type { DatasetFacts, Engine, EngineRun, StageStart, TrainingInputs } from '../../ports/engine.ts';

/** Every job goes to the engine that its specification names. */
export class Engines implements Engine {
  readonly name = 'engines';
  readonly #engines: Readonly<Record<JobSpec['engine'], Engine>>;

  get gaps(): readonly string[] {
    return Object.values(this.#engines).flatMap((engine) => engine.gaps);
  }

  constructor(engines: Readonly<Record<JobSpec['engine'], Engine>>) {
    this.#engines = engines;
  }

  initialWeights(spec: JobSpec): Promise<Uint8Array> {
    return this.#engines[spec.engine].initialWeights(spec);
  }

  datasetFacts(spec: JobSpec, path: string, sha256: Uint8Array): Promise<DatasetFacts> {
    return this.#engines[spec.engine].datasetFacts(spec, path, sha256);
  }

  maxStateBytes(spec: JobSpec): number {
    return this.#engines[spec.engine].maxStateBytes(spec);
  }

  stageStart(spec: JobSpec, path: string, sha256: Uint8Array, epoch: number): Promise<StageStart> {
    return this.#engines[spec.engine].stageStart(spec, path, sha256, epoch);
  }

  inputs(spec: JobSpec, path: string): Promise<TrainingInputs> {
    return this.#engines[spec.engine].inputs(spec, path);
  }

  open(spec: JobSpec, path: string, snapshot: Uint8Array | null, epoch: number): Promise<EngineRun> {
    return this.#engines[spec.engine].open(spec, path, snapshot, epoch);
  }
}

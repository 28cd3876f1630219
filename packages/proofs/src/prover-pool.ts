// SPDX-License-Identifier: GPL-3.0-or-later
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArkworksBackend } from './backends/arkworks.ts';
import type { BackendName, ProvingBackend } from './backends/backend.ts';
import type { RequestOptions } from './backends/line-process.ts';
import { SnarkjsBackend } from './backends/snarkjs.ts';
import { type CircuitFiles, proverBinary, requireFiles } from './circuit-files.ts';
import { proofFailure } from './failure.ts';
import type { Proof, ProofWithSignals } from './groth16.ts';
import { WITNESS_FLAGS, WorkerProcess } from './worker-process.ts';

export interface ProverPoolOptions {
  /** Default: arkworks when its program is built, else snarkjs. */
  readonly backend?: BackendName;
  /**
   * Proofs made at the same time, default 1. Each uses every core; arkworks keeps one key for all, with snarkjs each lane
   * is a process with a key of its own.
   */
  readonly lanes?: number;
  /** Milliseconds since any fixed point, for the timings. */
  readonly clock?: () => number;
}

export interface MadeProof extends ProofWithSignals {
  readonly backend: BackendName;
  readonly witnessMs: number;
  /** Includes loading the key, when it was not loaded. */
  readonly proveMs: number;
}

interface Lane {
  readonly worker: WorkerProcess;
  readonly backend: ProvingBackend;
  busy: boolean;
}

/** Makes proofs in processes of its own, first come, first served. Close it when no more are wanted. */
export class ProverPool {
  readonly backend: BackendName;
  readonly #lanes: readonly Lane[];
  readonly #clock: () => number;
  readonly #queue: ((lane: Lane | undefined) => void)[] = [];
  #closed = false;

  constructor(options: ProverPoolOptions = {}) {
    this.backend = options.backend ?? (existsSync(proverBinary) ? 'arkworks' : 'snarkjs');
    this.#clock = options.clock ?? (() => performance.now());
    const lanes = options.lanes ?? 1;
    const shared = this.backend === 'arkworks' ? new ArkworksBackend(proverBinary, lanes) : undefined;
    this.#lanes = Array.from({ length: lanes }, () => ({
      worker: new WorkerProcess(WITNESS_FLAGS),
      backend: shared ?? new SnarkjsBackend(),
      busy: false,
    }));
  }

  /**
   * Computes the witness of `input` and proves it.
   * @throws CyxwizError `WITNESS_REJECTED`, `ARTEFACTS_MISSING`, `PROVER_FAILED`, `PROVER_STOPPED`, `PROVER_CANCELLED`,
   * `PROVER_CLOSED`
   */
  async prove(circuit: CircuitFiles, input: object, options?: RequestOptions): Promise<MadeProof> {
    requireFiles(circuit.wasm, circuit.witnessCalculator);
    return this.#withLane(async ({ worker, backend }) => {
      const folder = await mkdtemp(join(tmpdir(), 'cyxwiz-witness-'));
      try {
        const witness = join(folder, 'witness.wtns');
        const started = this.#clock();
        const { wasm, witnessCalculator: calculator } = circuit;
        await worker.request({ op: 'witness', wasm, calculator, input: { ...input }, out: witness });
        const computed = this.#clock();
        const made = await backend.prove(circuit, witness, options);
        const proved = this.#clock();
        return { ...made, backend: backend.name, witnessMs: computed - started, proveMs: proved - computed };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
  }

  /** False for whatever is not a valid proof of these signals. @throws CyxwizError `PROVER_STOPPED`, `PROVER_CLOSED` */
  async verify(circuit: CircuitFiles, publicSignals: readonly string[], proof: Proof): Promise<boolean> {
    return this.#withLane(({ backend }) => backend.verify(circuit, publicSignals, proof));
  }

  /** Ends the processes. Proofs still being made, and waiting ones, fail with `PROVER_STOPPED` or `PROVER_CLOSED`. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const give of this.#queue.splice(0)) give(undefined);
    const processes = new Set(this.#lanes.flatMap(({ worker, backend }) => [worker, backend]));
    await Promise.all([...processes].map((each) => each.close()));
  }

  async #withLane<T>(use: (lane: Lane) => Promise<T>): Promise<T> {
    const lane = await this.#takeLane();
    if (!lane || this.#closed) {
      throw proofFailure({ code: 'PROVER_CLOSED', message: 'the prover pool is closed: make a new one' });
    }
    try {
      return await use(lane);
    } finally {
      const next = this.#queue.shift();
      if (next) next(lane);
      else lane.busy = false;
    }
  }

  #takeLane(): Promise<Lane | undefined> | Lane {
    const free = this.#lanes.find((lane) => !lane.busy);
    if (!free) return new Promise((give) => this.#queue.push(give));
    free.busy = true;
    return free;
  }
}

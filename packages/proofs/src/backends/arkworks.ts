// SPDX-License-Identifier: GPL-3.0-or-later
import { isFailure } from '@cyxwiz/protocol';
import { type CircuitFiles, proverBinary, requireFiles, requireKey } from '../circuit-files.ts';
import type { Proof, ProofWithSignals } from '../groth16.ts';
import type { ProvingBackend } from './backend.ts';
import { LineProcess, type RequestOptions } from './line-process.ts';

/** A request without what identifies it. */
export type ProverRequest = Readonly<Record<string, unknown> & { op: string }>;

/** What the prover says of a key. */
export interface LoadedCircuit {
  /** Whether the key came from its cache. */
  readonly cached: boolean;
  /** Whether the prover computes witnesses of segments itself. */
  readonly native: boolean;
}

/** `cyxwiz-prover serve`: one process, keys loaded once. */
export class ArkworksBackend implements ProvingBackend {
  readonly name = 'arkworks';
  readonly #process: LineProcess;
  readonly #binary: string;
  /** What the process of this generation keeps: keys and trainings, by name. */
  #kept = new Map<string, Promise<unknown>>();
  #generation = 0;

  /** @param proofs how many it makes at the same time, with one copy of each key; each shares all cores */
  constructor(binary: string = proverBinary, proofs = 1) {
    this.#binary = binary;
    this.#process = new LineProcess(binary, ['serve', ...(proofs > 1 ? ['--proofs', String(proofs)] : [])]);
  }

  /** Process id of the running prover, if any. */
  get pid(): number | undefined {
    return this.#process.pid;
  }

  async prove(circuit: CircuitFiles, witness: string, options?: RequestOptions): Promise<ProofWithSignals> {
    await this.load(circuit);
    const request = { op: 'prove', circuit: circuit.name, witness };
    const { proof, publicSignals } = await this.#process.request<ProofWithSignals>(request, options);
    return { proof, publicSignals };
  }

  async verify(circuit: CircuitFiles, signals: readonly string[], proof: Proof): Promise<boolean> {
    await this.load(circuit);
    const request = { op: 'verify', circuit: circuit.name, publicSignals: signals, proof };
    try {
      return (await this.#process.request<{ valid: boolean }>(request)).valid;
    } catch (error) {
      if (isFailure(error, 'PROVER_FAILED')) return false; // malformed, which the message would tell
      throw error;
    }
  }

  /**
   * Loads a circuit's key, if it is not loaded; worth doing before a proof is wanted. The first load ever writes a cache
   * beside the key, from which later ones are quick.
   * @throws CyxwizError `ARTEFACTS_MISSING`, `STALE_KEY`, `PROVER_FAILED`, `PROVER_STOPPED`
   */
  async load(circuit: CircuitFiles): Promise<LoadedCircuit> {
    const { name, zkey, r1cs, symbols, parameters } = circuit;
    const step = 'steps' in parameters ? { step: { r1cs, symbols, parameters } } : {};
    requireFiles(this.#binary, ...('step' in step ? [r1cs, symbols] : []));
    await requireKey(circuit);
    return this.keep<LoadedCircuit>(`circuit ${name}`, { op: 'load', circuit: name, zkey, ...step });
  }

  /** Sends a request whose effect lasts as long as the process; a later call sends it again only to another process. */
  keep<T>(key: string, request: ProverRequest, options?: RequestOptions): Promise<T> {
    requireFiles(this.#binary);
    const generation = this.#process.start();
    if (generation !== this.#generation) {
      this.#kept = new Map();
      this.#generation = generation;
    }
    const known = this.#kept.get(key);
    if (known) return known as Promise<T>;
    const kept = this.#kept;
    const made = this.#process.request<T>(request, options);
    kept.set(key, made);
    made.catch(() => kept.delete(key));
    return made;
  }

  /** Sends a request of which nothing lasts, or which ends what `key` began. */
  ask<T>(request: ProverRequest, options?: RequestOptions & { readonly ends?: string }): Promise<T> {
    requireFiles(this.#binary);
    if (options?.ends !== undefined) this.#kept.delete(options.ends);
    return this.#process.request<T>(request, options);
  }

  close(): Promise<void> {
    return this.#process.close();
  }
}

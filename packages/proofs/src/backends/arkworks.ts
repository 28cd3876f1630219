// SPDX-License-Identifier: GPL-3.0-or-later
import { isFailure } from '@cyxwiz/protocol';
import { type CircuitFiles, proverBinary, requireFiles } from '../circuit-files.ts';
import type { Proof, ProofWithSignals } from '../groth16.ts';
import type { ProvingBackend } from './backend.ts';
import { LineProcess } from './line-process.ts';

/** `cyxwiz-prover serve`: one process, keys loaded once. */
export class ArkworksBackend implements ProvingBackend {
  readonly name = 'arkworks';
  readonly #process: LineProcess;
  readonly #binary: string;
  /** Keys loaded by the process of this generation. */
  #loaded = new Map<string, Promise<unknown>>();
  #generation = 0;

  constructor(binary: string = proverBinary) {
    this.#binary = binary;
    this.#process = new LineProcess(binary, ['serve']);
  }

  /** Process id of the running prover, if any. */
  get pid(): number | undefined {
    return this.#process.pid;
  }

  async prove(circuit: CircuitFiles, witness: string): Promise<ProofWithSignals> {
    await this.load(circuit);
    const { proof, publicSignals } = await this.#process.request<ProofWithSignals>({
      op: 'prove',
      circuit: circuit.name,
      witness,
    });
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

  /** Loads a circuit's key, if it is not loaded; worth doing before a proof is wanted. */
  async load(circuit: CircuitFiles): Promise<void> {
    requireFiles(this.#binary, circuit.zkey);
    const generation = this.#process.start();
    if (generation !== this.#generation) {
      this.#loaded = new Map();
      this.#generation = generation;
    }
    let loading = this.#loaded.get(circuit.name);
    if (!loading) {
      loading = this.#process.request({ op: 'load', circuit: circuit.name, zkey: circuit.zkey });
      this.#loaded.set(circuit.name, loading);
      loading.catch(() => this.#loaded.delete(circuit.name));
    }
    await loading;
  }

  close(): Promise<void> {
    return this.#process.close();
  }
}

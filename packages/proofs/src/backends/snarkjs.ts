// SPDX-License-Identifier: GPL-3.0-or-later
import { type CircuitFiles, requireKey } from '../circuit-files.ts';
import type { Proof, ProofWithSignals } from '../groth16.ts';
import { WorkerProcess } from '../worker-process.ts';
import type { ProvingBackend } from './backend.ts';

/** The reference prover: slower, needs more memory, and no compiled program. */
export class SnarkjsBackend implements ProvingBackend {
  readonly name = 'snarkjs';
  readonly #worker = new WorkerProcess();

  async prove(circuit: CircuitFiles, witness: string): Promise<ProofWithSignals> {
    await requireKey(circuit);
    const request = { op: 'prove', zkey: circuit.zkey, witness, verifyingKey: circuit.verifyingKey } as const;
    return this.#worker.request(request);
  }

  verify(circuit: CircuitFiles, publicSignals: readonly string[], proof: Proof): Promise<boolean> {
    const request = { op: 'verify', verifyingKey: circuit.verifyingKey, publicSignals, proof } as const;
    return this.#worker.request(request);
  }

  close(): Promise<void> {
    return this.#worker.close();
  }
}

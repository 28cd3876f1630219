// SPDX-License-Identifier: GPL-3.0-or-later
import type { CircuitFiles } from '../circuit-files.ts';
import type { Proof, ProofWithSignals } from '../groth16.ts';
import type { RequestOptions } from './line-process.ts';

export type BackendName = 'arkworks' | 'snarkjs';

/** Proves and verifies in a process of its own, so that the caller's event loop goes on. */
export interface ProvingBackend {
  readonly name: BackendName;
  /**
   * Proves a .wtns file. The proof that comes back verifies.
   * @param options snarkjs reports no progress, and a proof that it makes cannot be cancelled
   * @throws CyxwizError `ARTEFACTS_MISSING`, `STALE_KEY`, `PROVER_FAILED`, `PROVER_STOPPED`, `PROVER_CANCELLED`
   */
  prove(circuit: CircuitFiles, witness: string, options?: RequestOptions): Promise<ProofWithSignals>;
  /** False for whatever is not a valid proof of these signals. */
  verify(circuit: CircuitFiles, signals: readonly string[], proof: Proof): Promise<boolean>;
  /** Ends the process; the backend can still be used and starts another one then. */
  close(): Promise<void>;
}

// SPDX-License-Identifier: GPL-3.0-or-later
import type { CheckpointChainInput } from '@cyxwiz/protocol';
import { type CircuitFiles, circuitFiles, readVerifyingKey } from './circuit-files.ts';
import { proofFailure } from './failure.ts';
import type { Proof, VerifyingKey } from './groth16.ts';
import { type MadeProof, ProverPool } from './prover-pool.ts';
import { groth16Verify } from './snarkjs-verify.ts';

let circuit: CircuitFiles | undefined;
let defaultPool: ProverPool | undefined;

/** The files of the circuit `checkpoint_chain`. */
export function checkpointChainCircuit(): CircuitFiles {
  circuit ??= circuitFiles('checkpoint_chain');
  return circuit;
}

/** The committed verifying key of `checkpoint_chain`; `encodeVerifyingKey` turns it into what the chain stores. */
export function checkpointChainKey(): VerifyingKey {
  return readVerifyingKey(checkpointChainCircuit());
}

/**
 * Proves a chain of checkpoints (`CheckpointChain.circuitInput()`), in another process.
 * @throws CyxwizError `WITNESS_REJECTED` when the chain breaks a rule of the circuit; see ProverPool for the others.
 */
export async function proveCheckpointChain(
  input: CheckpointChainInput,
  pool: ProverPool = sharedPool(),
): Promise<MadeProof> {
  const made = await pool.prove(checkpointChainCircuit(), input);
  const wanted = checkpointChainCircuit().publicSignals.map(
    (name) => input[name as keyof CheckpointChainInput],
  );
  if (made.publicSignals.join() !== wanted.join()) {
    const message = 'the proof is about other public signals than the input: rebuild the circuit';
    throw proofFailure({ code: 'PROVER_FAILED', message, proverCode: 'public_signals_differ' });
  }
  return made;
}

/** Whether a proof of `checkpoint_chain` holds, by snarkjs in this process (20 ms). False for anything malformed. */
export async function verifyCheckpointChain(
  publicSignals: readonly string[],
  proof: Proof,
): Promise<boolean> {
  return groth16Verify(checkpointChainKey(), publicSignals, proof);
}

/** Ends the processes behind calls of `proveCheckpointChain` without a pool. */
export async function closeSharedProver(): Promise<void> {
  await defaultPool?.close();
  defaultPool = undefined;
}

function sharedPool(): ProverPool {
  defaultPool ??= new ProverPool();
  return defaultPool;
}

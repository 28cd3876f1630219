// SPDX-License-Identifier: GPL-3.0-or-later
import { bytesToField, CheckpointChain, sha256 } from '@cyxwiz/protocol';
import { proveCheckpointChain } from './checkpoint-chain.ts';
import type { MadeProof, ProverPool } from './prover-pool.ts';

/**
 * A made-up training run of `checkpoints` epochs, the same for everybody: losses fall, accuracy rises, a checkpoint
 * every second. For tests of chain and verifier, which do not care whether training happened.
 */
export function sampleChain(binding: bigint, checkpoints: number): CheckpointChain {
  const chain = new CheckpointChain(binding);
  for (let i = 1; i <= checkpoints; i++) {
    const weights = sha256('cyxwiz:sample-weights:v1', Uint8Array.of(i));
    weights[0] = (weights[0] ?? 0) & 0x1f; // below the field modulus
    chain.append({
      weights: bytesToField(weights),
      lossMicros: BigInt(Math.floor(2_000_000 / i)),
      accuracyPpm: Math.floor((1_000_000 * i) / (i + 1)),
      elapsedMs: BigInt(1000 * i),
    });
  }
  return chain;
}

/** A valid proof for any binding. */
export async function proveSampleChain(
  binding: bigint,
  checkpoints: number,
  pool?: ProverPool,
): Promise<MadeProof & { readonly chain: CheckpointChain }> {
  const chain = sampleChain(binding, checkpoints);
  return { ...(await proveCheckpointChain(chain.circuitInput(), pool)), chain };
}

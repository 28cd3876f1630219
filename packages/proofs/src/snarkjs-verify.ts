// SPDX-License-Identifier: GPL-3.0-or-later
import { encodePublicSignals, isWellFormed } from './encode.ts';
import type { Proof, VerifyingKey } from './groth16.ts';

/**
 * snarkjs' verifier without its threads: it would start one for each core, for 20 ms of work, and keep this process
 * alive with them. It takes the curve it finds here. False for anything malformed, at which snarkjs would throw or
 * which it would reduce.
 */
export async function groth16Verify(
  key: VerifyingKey,
  publicSignals: readonly string[],
  proof: Proof,
): Promise<boolean> {
  if (publicSignals.length !== key.nPublic || !areCanonical(publicSignals) || !isWellFormed(proof))
    return false;
  const [{ groth16 }, { buildBn128 }] = await Promise.all([import('snarkjs'), import('ffjavascript')]);
  const shared = globalThis as { curve_bn128?: unknown };
  shared.curve_bn128 ??= await buildBn128(true);
  return groth16.verify(key, publicSignals, proof);
}

function areCanonical(publicSignals: readonly string[]): boolean {
  try {
    encodePublicSignals(publicSignals);
    return true;
  } catch {
    return false;
  }
}

import {
  bytesToField,
  concatBytes,
  type EncodedProof,
  type governanceTypes,
  type Job,
} from '@cyxwiz/protocol';
import { bn254 } from '@noble/curves/bn254.js';

/**
 * A verifying key whose scalars are known, and with them a proof of anything: what a ceremony throws away and why
 * development keys are refused in production. Tests of money prove what they like with it; the circuits have real proofs.
 */
const ALPHA = 3n;
const BETA = 5n;
const GAMMA = 7n;
const DELTA = 11n;
/** Of the constant and the five public inputs of checkpoint_chain. */
const IC: readonly bigint[] = [13n, 17n, 19n, 23n, 29n, 31n];
/** Any two numbers make a proof; these do. */
const A = 37n;
const B = 41n;

const { Fr } = bn254.fields;

function g1(scalar: bigint): Uint8Array {
  const { x, y } = bn254.G1.ProjectivePoint.BASE.multiply(Fr.create(scalar)).toAffine();
  return concatBytes(bytes(x), bytes(y));
}

/** Imaginary part first. */
function g2(scalar: bigint): Uint8Array {
  const { x, y } = bn254.G2.ProjectivePoint.BASE.multiply(Fr.create(scalar)).toAffine();
  return concatBytes(bytes(x.c1), bytes(x.c0), bytes(y.c1), bytes(y.c0));
}

/** Coordinates are of another field than scalars, and larger. */
function bytes(coordinate: bigint): Uint8Array {
  return Uint8Array.from(Buffer.from(coordinate.toString(16).padStart(64, '0'), 'hex'));
}

export const forgeableKey: governanceTypes.KeyPoints = {
  alphaG1: g1(ALPHA),
  betaG2: g2(BETA),
  gammaG2: g2(GAMMA),
  deltaG2: g2(DELTA),
  ic: IC.map(g1),
};

/** e(A, B) = e(α, β) · e(Σ icᵢ·inputᵢ, γ) · e(C, δ), solved for C. The chain takes A negated. */
export function forge(inputs: readonly bigint[]): EncodedProof {
  const sum = IC.reduce((total, factor, at) => total + factor * ([1n, ...inputs][at] ?? 0n), 0n);
  const c = Fr.div(Fr.create(A * B - ALPHA * BETA - sum * GAMMA), DELTA);
  return { a: g1(-A), b: g2(B), c: g1(c) };
}

/** Proves a job's latest anchor. */
export function forgedProof(job: Job): EncodedProof {
  const field = (value: ArrayLike<number>) => bytesToField(Uint8Array.from(value));
  return forge([
    field(job.binding),
    BigInt(job.anchoredCheckpoints),
    job.anchoredElapsedMs,
    field(job.anchoredRoot),
    field(job.anchoredWeights),
  ]);
}

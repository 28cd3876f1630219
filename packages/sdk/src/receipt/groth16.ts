import type { KeyPoints } from '@cyxwiz/protocol';
import { bn254 } from '@noble/curves/bn254.js';

/** A proof as the chain takes it: big endian, `a` negated, G2 with the imaginary part first. */
export type ChainProof = { a: Uint8Array; b: Uint8Array; c: Uint8Array };

type G1 = ReturnType<typeof g1>;

const word = (bytes: Uint8Array, index: number): bigint =>
  BigInt(`0x${Buffer.from(bytes.subarray(32 * index, 32 * index + 32)).toString('hex')}`);

function g1(bytes: Uint8Array) {
  const point = bn254.G1.ProjectivePoint.fromAffine({ x: word(bytes, 0), y: word(bytes, 1) });
  point.assertValidity();
  return point;
}

function g2(bytes: Uint8Array) {
  const { Fp2 } = bn254.fields;
  const point = bn254.G2.ProjectivePoint.fromAffine({
    x: Fp2.fromBigTuple([word(bytes, 1), word(bytes, 0)]),
    y: Fp2.fromBigTuple([word(bytes, 3), word(bytes, 2)]),
  });
  point.assertValidity();
  return point;
}

/**
 * e(−A,B)·e(α,β)·e(Σ,γ)·e(C,δ) = 1, computed here and not by the chain's verifier nor by the prover's library: a
 * third implementation, and one whose licence lets an engine embed it.
 * @returns false for a proof that does not verify, and for points that are not on their curves.
 */
export function verifyGroth16(key: KeyPoints, inputs: readonly bigint[], proof: ChainProof): boolean {
  if (key.ic.length !== inputs.length + 1) return false;
  const order = bn254.fields.Fr.ORDER;
  if (inputs.some((input) => input < 0n || input >= order)) return false;
  try {
    let sum: G1 = g1(key.ic[0] as Uint8Array);
    inputs.forEach((input, i) => {
      if (input > 0n) sum = sum.add(g1(key.ic[i + 1] as Uint8Array).multiply(input));
    });
    const product = bn254.pairingBatch([
      { g1: g1(proof.a), g2: g2(proof.b) },
      { g1: g1(key.alphaG1), g2: g2(key.betaG2) },
      { g1: sum, g2: g2(key.gammaG2) },
      { g1: g1(proof.c), g2: g2(key.deltaG2) },
    ]);
    return bn254.fields.Fp12.eql(product, bn254.fields.Fp12.ONE);
  } catch {
    return false;
  }
}

/**
 * What is wrong with a key that could prove anything or nothing; governance refuses it for the same.
 * @returns undefined for a sound one
 */
export function keyFault(key: KeyPoints): string | undefined {
  if (key.ic.length < 2 || key.ic.length > 9) return `it has ${key.ic.length - 1} public inputs, not 1 to 8`;
  if (Buffer.compare(key.gammaG2, key.deltaG2) === 0)
    return 'gamma equals delta, so anybody can forge its proofs';
  const points = { alpha: key.alphaG1, beta: key.betaG2, gamma: key.gammaG2, delta: key.deltaG2 };
  const inputs = Object.fromEntries(key.ic.map((point, at) => [`IC ${at}`, point]));
  for (const [name, point] of Object.entries({ ...points, ...inputs })) {
    if (point.every((byte) => byte === 0)) return `its point ${name} is the identity`;
    try {
      (point.length === 64 ? g1 : g2)(point);
    } catch {
      return `its point ${name} is not on its curve`;
    }
  }
  return undefined;
}

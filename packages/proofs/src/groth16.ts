// SPDX-License-Identifier: GPL-3.0-or-later

/** Decimal coordinates; the third is 1 for an affine point. */
export type G1Point = readonly [string, string, string];
/** Coordinates real part first, as snarkjs writes them. */
export type G2Point = readonly [
  readonly [string, string],
  readonly [string, string],
  readonly [string, string],
];

/** A Groth16 proof over BN254 in snarkjs' shape. */
export interface Proof {
  readonly pi_a: G1Point;
  readonly pi_b: G2Point;
  readonly pi_c: G1Point;
  readonly protocol: string;
  readonly curve: string;
}

/** A verifying key in snarkjs' shape. */
export interface VerifyingKey {
  readonly protocol: string;
  readonly curve: string;
  /** True: made from a published seed, so anybody can forge proofs for it. */
  readonly development?: boolean;
  readonly nPublic: number;
  readonly vk_alpha_1: G1Point;
  readonly vk_beta_2: G2Point;
  readonly vk_gamma_2: G2Point;
  readonly vk_delta_2: G2Point;
  readonly IC: readonly G1Point[];
}

export interface ProofWithSignals {
  readonly proof: Proof;
  /** Decimal, in the circuit's order. */
  readonly publicSignals: readonly string[];
}

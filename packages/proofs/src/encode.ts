// SPDX-License-Identifier: GPL-3.0-or-later
import { concatBytes, FIELD_MODULUS, fieldToBytes, fromHex } from '@cyxwiz/protocol';
import { proofFailure } from './failure.ts';
import type { G1Point, G2Point, Proof, VerifyingKey } from './groth16.ts';

/** Modulus of the field of BN254's coordinates. */
export const COORDINATE_MODULUS =
  21888242871839275222246405745257275088696311157297823662689037894645226208583n;

/** A proof as the chain's verifier takes it: big endian, A negated, G2 imaginary part first. */
export interface EncodedProof {
  readonly a: Uint8Array;
  readonly b: Uint8Array;
  readonly c: Uint8Array;
}

/** A verifying key as governance's add_verifying_key takes it: big endian, G2 imaginary part first. */
export interface EncodedVerifyingKey {
  readonly alphaG1: Uint8Array;
  readonly betaG2: Uint8Array;
  readonly gammaG2: Uint8Array;
  readonly deltaG2: Uint8Array;
  readonly ic: readonly Uint8Array[];
}

/** @throws CyxwizError `MALFORMED_PROOF` */
export function encodeProof(proof: Proof): EncodedProof {
  const [x, y] = affine(proof.pi_a);
  const negated = y === 0n ? 0n : COORDINATE_MODULUS - y;
  return { a: concatBytes(bytes(x), bytes(negated)), b: encodeG2(proof.pi_b), c: encodeG1(proof.pi_c) };
}

/** @throws CyxwizError `MALFORMED_PROOF` */
export function encodeVerifyingKey(key: VerifyingKey): EncodedVerifyingKey {
  if (key.IC?.length !== key.nPublic + 1) {
    throw malformed(`the key has ${key.IC?.length} IC points for ${key.nPublic} public signals`);
  }
  return {
    alphaG1: encodeG1(key.vk_alpha_1),
    betaG2: encodeG2(key.vk_beta_2),
    gammaG2: encodeG2(key.vk_gamma_2),
    deltaG2: encodeG2(key.vk_delta_2),
    ic: key.IC.map(encodeG1),
  };
}

/** Each signal as 32 bytes, big endian. @throws CyxwizError `MALFORMED_PROOF` */
export function encodePublicSignals(signals: readonly (string | bigint)[]): Uint8Array[] {
  return signals.map((signal) => fieldToBytes(parseDecimal(signal, FIELD_MODULUS)));
}

/** True when every number of the proof is canonical; says nothing about curves. */
export function isWellFormed(proof: Proof): boolean {
  try {
    encodeProof(proof);
    return proof.protocol === 'groth16' && proof.curve === 'bn128';
  } catch {
    return false;
  }
}

function encodeG1(point: G1Point): Uint8Array {
  const [x, y] = affine(point);
  return concatBytes(bytes(x), bytes(y));
}

function encodeG2(point: G2Point): Uint8Array {
  const [x, y, z] = Array.isArray(point) ? point : [];
  if (z?.[0] !== '1' || z?.[1] !== '0') throw malformed('a G2 point is not affine');
  const coordinates = [x?.[1], x?.[0], y?.[1], y?.[0]];
  return concatBytes(...coordinates.map((value) => bytes(parseDecimal(value, COORDINATE_MODULUS))));
}

function affine(point: G1Point): [bigint, bigint] {
  const [x, y, z] = Array.isArray(point) ? point : [];
  if (z !== '1') throw malformed('a G1 point is not affine');
  return [parseDecimal(x, COORDINATE_MODULUS), parseDecimal(y, COORDINATE_MODULUS)];
}

function parseDecimal(value: unknown, modulus: bigint): bigint {
  const text = typeof value === 'bigint' ? String(value) : value;
  if (typeof text !== 'string' || !/^(?:0|[1-9][0-9]{0,76})$/.test(text) || BigInt(text) >= modulus) {
    throw malformed('a number is not decimal digits below its modulus');
  }
  return BigInt(text);
}

function bytes(value: bigint): Uint8Array {
  return fromHex(value.toString(16).padStart(64, '0'));
}

function malformed(message: string) {
  return proofFailure({ code: 'MALFORMED_PROOF', message });
}

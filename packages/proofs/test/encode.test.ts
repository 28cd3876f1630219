// SPDX-License-Identifier: GPL-3.0-or-later
import { isFailure } from '@cyxwiz/protocol';
import { expect } from 'chai';
import {
  COORDINATE_MODULUS,
  checkpointChainCircuit,
  checkpointChainKey,
  encodeProof,
  encodePublicSignals,
  encodeVerifyingKey,
  type Proof,
} from '../src/index.ts';

const proof: Proof = {
  pi_a: ['1', '2', '1'],
  pi_b: [
    ['3', '4'],
    ['5', '6'],
    ['1', '0'],
  ],
  pi_c: ['7', '8', '1'],
  protocol: 'groth16',
  curve: 'bn128',
};

/** The 32-byte words of some bytes. */
const words = (bytes: Uint8Array) =>
  Array.from({ length: bytes.length / 32 }, (_, i) =>
    BigInt(`0x${Buffer.from(bytes.subarray(32 * i, 32 * i + 32)).toString('hex')}`),
  );

const malformed = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    return isFailure(error, 'MALFORMED_PROOF');
  }
  return false;
};

describe('encodings for the chain', () => {
  it('negates A, keeps C, puts the imaginary part of B first, all big endian', () => {
    const { a, b, c } = encodeProof(proof);
    expect(words(a)).to.deep.equal([1n, COORDINATE_MODULUS - 2n]);
    expect(words(b)).to.deep.equal([4n, 3n, 6n, 5n]);
    expect(words(c)).to.deep.equal([7n, 8n]);
    expect(c[31]).to.equal(7);
  });

  it('encodes the committed verifying key', () => {
    const key = checkpointChainKey();
    const encoded = encodeVerifyingKey(key);
    expect(encoded.ic).to.have.length(checkpointChainCircuit().publicSignals.length + 1);
    expect(words(encoded.alphaG1)).to.deep.equal(key.vk_alpha_1.slice(0, 2).map(BigInt));
    const [[re, im], [yRe, yIm]] = key.vk_delta_2;
    expect(words(encoded.deltaG2)).to.deep.equal([im, re, yIm, yRe].map(BigInt));
    expect(encoded.gammaG2).not.to.deep.equal(encoded.deltaG2);
    expect(key.development).to.equal(true);
  });

  it('encodes signals as 32 bytes, big endian', () => {
    const [one, large] = encodePublicSignals(['1', 2n ** 200n]);
    expect(one?.[31]).to.equal(1);
    expect(large && words(large)).to.deep.equal([2n ** 200n]);
  });

  const field = '21888242871839275222246405745257275088548364400416034343698204186575808495617';
  const bad: Record<string, () => unknown> = {
    'a coordinate of the modulus': () =>
      encodeProof({ ...proof, pi_a: [String(COORDINATE_MODULUS), '2', '1'] }),
    'a coordinate in hex': () => encodeProof({ ...proof, pi_c: ['0x7', '8', '1'] }),
    'a leading zero': () => encodeProof({ ...proof, pi_c: ['07', '8', '1'] }),
    'a negative coordinate': () => encodeProof({ ...proof, pi_c: ['-7', '8', '1'] }),
    'a point at infinity': () => encodeProof({ ...proof, pi_a: ['0', '1', '0'] }),
    'a missing point': () => encodeProof({ ...proof, pi_b: undefined as never }),
    'a G2 point that is not affine': () =>
      encodeProof({
        ...proof,
        pi_b: [
          ['3', '4'],
          ['5', '6'],
          ['0', '0'],
        ],
      }),
    'a signal of the modulus': () => encodePublicSignals([field]),
    'a signal that is no number': () => encodePublicSignals(['']),
    'a key without its IC points': () => encodeVerifyingKey({ ...checkpointChainKey(), IC: [] }),
  };
  for (const [name, run] of Object.entries(bad)) {
    it(`refuses ${name}`, () => expect(malformed(run)).to.equal(true));
  }
});

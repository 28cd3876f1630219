import { readFile } from 'node:fs/promises';
import { FIELD_MODULUS, fromHex, type KeyPoints } from '@cyxwiz/protocol';
import { expect } from 'chai';
import { readCommittedKey } from '../src/receipt/committed-key.ts';
import { type ChainProof, verifyGroth16 } from '../src/receipt/groth16.ts';

const KEY = new URL('../../../circuits/keys/checkpoint_chain.v1.vk.json', import.meta.url);
const GOLDEN = new URL('../../../tests/vectors/checkpoint-chain-proof.json', import.meta.url);

type Golden = { chain: { proofA: string; proofB: string; proofC: string; publicInputs: string[] } };

describe('Groth16, computed without the prover’s library', () => {
  let key: KeyPoints;
  let inputs: bigint[];
  let proof: ChainProof;

  before(async () => {
    key = await readCommittedKey(KEY);
    const { chain } = JSON.parse(await readFile(GOLDEN, 'utf8')) as Golden;
    inputs = chain.publicInputs.map((hex) => BigInt(`0x${hex}`));
    proof = { a: fromHex(chain.proofA), b: fromHex(chain.proofB), c: fromHex(chain.proofC) };
  });

  it('accepts the golden proof', () => {
    expect(verifyGroth16(key, inputs, proof)).to.equal(true);
  });

  it('refuses any other public input, and any that is not reduced', () => {
    for (let i = 0; i < inputs.length; i++) {
      const changed = inputs.map((value, j) => (i === j ? value + 1n : value));
      expect(verifyGroth16(key, changed, proof), `input ${i}`).to.equal(false);
      const unreduced = inputs.map((value, j) => (i === j ? value + FIELD_MODULUS : value));
      expect(verifyGroth16(key, unreduced, proof), `input ${i}, unreduced`).to.equal(false);
    }
    expect(verifyGroth16(key, inputs.slice(1), proof)).to.equal(false);
    expect(verifyGroth16(key, inputs.with(0, -1n), proof)).to.equal(false);
  });

  it('refuses other points, points off the curve and a proof that is not negated', () => {
    const other = (bytes: Uint8Array): Uint8Array => bytes.with(31, (bytes[31] ?? 0) ^ 1);
    expect(verifyGroth16(key, inputs, { ...proof, a: other(proof.a) })).to.equal(false);
    expect(verifyGroth16(key, inputs, { ...proof, b: other(proof.b) })).to.equal(false);
    expect(verifyGroth16(key, inputs, { ...proof, a: proof.c, c: proof.a })).to.equal(false);
    expect(verifyGroth16(key, inputs, { ...proof, a: new Uint8Array(64) })).to.equal(false);
    expect(verifyGroth16(key, inputs, { ...proof, a: new Uint8Array(3) })).to.equal(false);
  });

  it('refuses another key', () => {
    const swapped = { ...key, gammaG2: key.deltaG2, deltaG2: key.gammaG2 };
    expect(verifyGroth16(swapped, inputs, proof)).to.equal(false);
    expect(verifyGroth16({ ...key, ic: key.ic.slice(1) }, inputs, proof)).to.equal(false);
  });
});

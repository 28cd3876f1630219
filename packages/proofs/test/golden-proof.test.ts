// SPDX-License-Identifier: GPL-3.0-or-later
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { bytesToField, fromHex, toHex } from '@cyxwiz/protocol';
import { expect } from 'chai';
import {
  checkpointChainCircuit,
  encodeProof,
  encodePublicSignals,
  sampleChain,
  verifyCheckpointChain,
} from '../src/index.ts';

const path = new URL('../../../tests/vectors/checkpoint-chain-proof.json', import.meta.url);
const golden = JSON.parse(readFileSync(path, 'utf8'));

describe('tests/vectors/checkpoint-chain-proof.json', () => {
  it('belongs to the committed verifying key (else run packages/proofs/test/make-golden-proof.ts)', () => {
    const key = readFileSync(checkpointChainCircuit().verifyingKey);
    expect(createHash('sha256').update(key).digest('hex')).to.equal(golden.verifyingKeySha256);
  });

  it('holds', async () => {
    const { proof, publicSignals } = golden.snarkjs;
    expect(await verifyCheckpointChain(publicSignals, proof)).to.equal(true);
    expect(await verifyCheckpointChain(publicSignals.with(0, '1'), proof)).to.equal(false);
  });

  it('is the sample chain of its binding, encoded for the chain', () => {
    const { chain, snarkjs } = golden;
    const expected = sampleChain(bytesToField(fromHex(chain.binding)), chain.checkpoints).publicSignals();
    expect(encodePublicSignals(expected).map(toHex)).to.deep.equal(chain.publicInputs);
    const { a, b, c } = encodeProof(snarkjs.proof);
    expect([a, b, c].map(toHex)).to.deep.equal([chain.proofA, chain.proofB, chain.proofC]);
    expect(BigInt(chain.elapsedMs)).to.equal(expected[2]);
    expect([chain.root, chain.finalWeights]).to.deep.equal(chain.publicInputs.slice(3));
  });
});

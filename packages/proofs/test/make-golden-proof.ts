// SPDX-License-Identifier: GPL-3.0-or-later
//
// node packages/proofs/test/make-golden-proof.ts: writes tests/vectors/checkpoint-chain-proof.json, a valid proof for
// tests of the chain's verifier. Run it again when the verifying key changes; every run gives another valid proof.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { bytesToField, sha256, toHex } from '@cyxwiz/protocol';
import { checkpointChainCircuit, encodeProof, encodePublicSignals, proveSampleChain } from '../src/index.ts';

const CHECKPOINTS = 50;
const binding = sha256('cyxwiz:golden-binding:v1');
binding[0] = (binding[0] ?? 0) & 0x1f;

const { proof, publicSignals } = await proveSampleChain(bytesToField(binding), CHECKPOINTS);
const { a, b, c } = encodeProof(proof);
const golden = {
  note:
    'Made by packages/proofs/test/make-golden-proof.ts. binding = sha256("cyxwiz:golden-binding:v1") with the top ' +
    'three bits cleared; checkpoints are sampleChain(binding, 50). Hex is what the chain takes: big endian, a ' +
    'negated, b imaginary part first.',
  verifyingKeySha256: createHash('sha256')
    .update(readFileSync(checkpointChainCircuit().verifyingKey))
    .digest('hex'),
  chain: {
    proofA: toHex(a),
    proofB: toHex(b),
    proofC: toHex(c),
    publicInputs: encodePublicSignals(publicSignals).map(toHex),
    binding: toHex(binding),
    checkpoints: Number(publicSignals[1]),
    elapsedMs: Number(publicSignals[2]),
    root: toHex(encodePublicSignals(publicSignals)[3] ?? new Uint8Array()),
    finalWeights: toHex(encodePublicSignals(publicSignals)[4] ?? new Uint8Array()),
  },
  snarkjs: { proof, publicSignals },
};
const path = new URL('../../../tests/vectors/checkpoint-chain-proof.json', import.meta.url);
writeFileSync(path, `${JSON.stringify(golden, null, 1)}\n`);

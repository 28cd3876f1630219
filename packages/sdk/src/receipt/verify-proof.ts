import {
  bytesToField,
  CHECKPOINT_CHAIN_CIRCUIT,
  CheckpointChain,
  fromHex,
  verifyingKeyAddress,
} from '@cyxwiz/protocol';
import { type Checklist, holds, same } from './checklist.ts';
import { keyHash } from './committed-key.ts';
import type { Evidence } from './evidence.ts';
import { verifyGroth16 } from './groth16.ts';
import { keyOnChain } from './key-on-chain.ts';
import type { Receipt } from './schema.ts';
import type { VerifyOptions } from './verify.ts';

/** Root, weights and proof, all computed here. */
export async function verifyProof(
  receipt: Receipt,
  evidence: Evidence,
  options: VerifyOptions,
  list: Checklist,
): Promise<void> {
  const { proof, job } = receipt;
  const inputs = proof.publicInputs;
  await list.check('the root is that of the listed checkpoints, their number and time as proven', () => {
    same('the number of checkpoints', inputs.checkpoints, job.checkpoints);
    if (!receipt.checkpoints)
      return 'the checkpoints are not in the receipt; the proof below covers the root';
    const chain = new CheckpointChain(
      bytesToField(fromHex(inputs.binding)),
      receipt.checkpoints.map(({ weights, lossMicros, accuracyPpm, elapsedMs }) => ({
        weights: bytesToField(fromHex(weights)),
        lossMicros: BigInt(lossMicros),
        accuracyPpm,
        elapsedMs: BigInt(elapsedMs),
      })),
    );
    same('their number', chain.length, inputs.checkpoints);
    same('the root', chain.root().toString(16).padStart(64, '0'), inputs.root);
    same('the last time', chain.last?.elapsedMs, inputs.elapsedMs);
    same('the last weights', chain.last?.weights.toString(16).padStart(64, '0'), inputs.finalWeights);
    return `${chain.length} checkpoints recomputed`;
  });
  await list.check('the delivered weights are the ones proven', () => {
    same('the commitment', receipt.weights.commitment, inputs.finalWeights);
    const { weights } = options;
    if (!weights) return 'pass --weights FILE to recompute the commitment of your file';
    same(
      'the commitment of the file',
      weights.commitment.toString(16).padStart(64, '0'),
      inputs.finalWeights,
    );
    same('the SHA-256 of the file', weights.sha256, receipt.weights.sha256);
    same('the size of the file', weights.bytes, receipt.weights.bytes);
    return 'recomputed from the file';
  });
  await list.check('the verifying key on chain is the committed one, marked as it should be', async () => {
    const where = verifyingKeyAddress(CHECKPOINT_CHAIN_CIRCUIT, proof.keyVersion).toBase58();
    same('its address', where, proof.verifyingKey);
    const key = await keyOnChain(receipt, evidence, where);
    same('its hash', keyHash(key), proof.verifyingKeySha256);
    same('the hash of the committed key', keyHash(options.committedKey), proof.verifyingKeySha256);
    // With audits there is a second key, and the mark is for either.
    const marked = receipt.audit ? key.development || receipt.developmentKey : key.development;
    same('the development mark', marked, receipt.developmentKey);
    return key.development ? 'DEVELOPMENT KEY: anybody can forge proofs for it' : 'a ceremony’s key';
  });
  await list.check('the Groth16 proof verifies', () => {
    const signals = [
      bytesToField(fromHex(inputs.binding)),
      BigInt(inputs.checkpoints),
      BigInt(inputs.elapsedMs),
      bytesToField(fromHex(inputs.root)),
      bytesToField(fromHex(inputs.finalWeights)),
    ];
    const points = { a: fromHex(proof.a), b: fromHex(proof.b), c: fromHex(proof.c) };
    holds(verifyGroth16(options.committedKey, signals, points), 'the pairing does not hold');
    return 'pairing computed here';
  });
}

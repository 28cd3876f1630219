import { createHash } from 'node:crypto';
import { encodeWeights, initialWeights } from '@cyxwiz/engine';
import { processWeightsCommitment } from '@cyxwiz/protocol';
import { expect } from 'chai';
import { ClientError } from '../src/errors.ts';
import { verifyWeights } from '../src/weights.ts';

/** A safetensors file with one tensor of four bytes, and this header instead of the right one if given. */
function file(data: Buffer, header: object = tensor(data.length)): Uint8Array {
  const json = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(json.length));
  return new Uint8Array(Buffer.concat([size, json, data]));
}
const tensor = (end: number) => ({ w: { dtype: 'F32', shape: [end / 4], data_offsets: [0, end] } });
const anchored = (bytes: Uint8Array) => ({
  anchoredWeights: processWeightsCommitment(createHash('sha256').update(bytes).digest()),
});
const refused = (run: () => unknown, message: RegExp) =>
  expect(run)
    .to.throw(ClientError, message)
    .satisfies(({ code }: ClientError) => code === 'WEIGHTS_MISMATCH');

describe('the weights of a job that a program trained', () => {
  const good = file(Buffer.from([1, 2, 3, 4]));

  it('are those whose file the node committed to', () => {
    const commitment = verifyWeights(good, anchored(good), 'process');
    expect(commitment.toString(16).padStart(64, '0')).to.equal(
      Buffer.from(anchored(good).anchoredWeights).toString('hex'),
    );
  });

  it('are refused when one byte is another, in tensor or header', () => {
    for (let at = 0; at < good.length; at += 1) {
      const changed = Uint8Array.from(good);
      changed[at] = (changed[at] ?? 0) ^ 1;
      refused(() => verifyWeights(changed, anchored(good), 'process'), /./);
    }
    refused(() => verifyWeights(good.subarray(0, -1), anchored(good), 'process'), /cannot be read/);
  });

  it('are refused when they are no safetensors file, though the node committed to it', () => {
    const faults = [
      Buffer.from('a pickle'),
      file(Buffer.from([1, 2, 3, 4]), tensor(8)),
      file(Buffer.from([1, 2, 3, 4]), { w: { dtype: 'F99', shape: [1], data_offsets: [0, 4] } }),
      file(Buffer.from([1, 2, 3, 4]), { w: { ...tensor(4).w, code: 'import os' } }),
    ];
    for (const bytes of faults) {
      refused(() => verifyWeights(bytes, anchored(bytes), 'process'), /cannot be read/);
    }
  });

  it('cannot stand for weights of the exact engine, nor those for them', () => {
    const exact = encodeWeights(
      initialWeights({ inputs: 4, hidden: 4, outputs: 2, batch: 4 }, '01'.repeat(32)),
    );
    refused(() => verifyWeights(good, anchored(good), 'exact'), /cannot be read/);
    refused(() => verifyWeights(exact, anchored(exact), 'exact'), /not those/);
  });
});

import {
  bytesToField,
  CheckpointChain,
  fieldToBytes,
  fromHex,
  nodeReceiptDigest,
  parseNodeReceipt,
  specHash,
  toHex,
  verifyEd25519,
} from '@cyxwiz/protocol';
import { expect } from 'chai';
import { eventually, journalOf, TestNode } from './support/test-node.ts';

describe('GetReceipt', function () {
  this.timeout(120_000);
  let node: TestNode;
  beforeEach(async () => {
    node = await TestNode.create();
    await node.start();
  });
  afterEach(() => node.remove());

  it('says of a fresh job that there is nothing yet, signed all the same', async () => {
    const job = node.assign();
    const client = await node.connected(job);
    const { receiptJson, signature } = await client.receipt();
    const operator = await node.operator();
    const signed = nodeReceiptDigest(receiptJson);
    expect(verifyEd25519(operator.publicKey.toBytes(), signed, signature)).to.equal(true);
    const receipt = parseNodeReceipt(receiptJson);
    expect(receipt).to.include({
      ...{ job: job.address, node: node.chain.node, client: job.wallet, state: 'QUEUED' },
      ...{ binding: null, finalRoot: null, proof: null, weights: null },
    });
    expect(receipt.checkpoints).to.deep.equal([]);
  });

  it('names everything that the chain can be asked about', async () => {
    const job = node.assign({ epochs: 20, checkpointInterval: 2 });
    const client = await node.ready(job);
    const stream = client.train();
    stream.resume().write({ start: {} });
    await new Promise((resolve, reject) => stream.on('end', resolve).on('error', reject));
    await eventually(() => journalOf(node.dir, job.address)?.phase === 'proven', 'proven');
    const { receiptJson, signature } = await client.receipt();
    const operator = await node.operator();
    expect(verifyEd25519(operator.publicKey.toBytes(), nodeReceiptDigest(receiptJson), signature)).to.equal(
      true,
    );
    const receipt = parseNodeReceipt(receiptJson);
    expect(receipt.specHash).to.equal(toHex(specHash(job.specJson)));
    expect(receipt.checkpoints.map(({ epoch }) => epoch)).to.deep.equal([2, 4, 6, 8, 10, 12, 14, 16, 18, 20]);

    // Every anchored root follows from the binding and the checkpoints.
    const chain = new CheckpointChain(
      bytesToField(fromHex(receipt.binding ?? '')),
      receipt.checkpoints.map((checkpoint) => ({
        weights: bytesToField(fromHex(checkpoint.weights)),
        lossMicros: BigInt(checkpoint.lossMicros),
        accuracyPpm: checkpoint.accuracyPpm,
        elapsedMs: BigInt(checkpoint.timeMs),
      })),
    );
    const sent = node.chain.anchors.filter((anchor) => anchor.job === job.address);
    expect(receipt.anchors.map(({ root }) => root)).to.deep.equal(sent.map(({ root }) => toHex(root)));
    for (const { checkpoints, root } of receipt.anchors) {
      expect(toHex(fieldToBytes(chain.root(checkpoints)))).to.equal(root);
    }
    expect(receipt.finalRoot).to.equal(toHex(node.chain.jobs.get(job.address)?.anchoredRoot ?? Buffer.of()));
    expect(receipt.proof?.checkpoints).to.equal(10);
    const { sha256, bytes } = await client.downloadAll();
    expect(receipt.weights).to.deep.equal({
      commitment: receipt.checkpoints.at(-1)?.weights,
      sha256: toHex(sha256),
      bytes: bytes.length,
    });
  });
});

import {
  bytesToField,
  CheckpointChain,
  equalBytes,
  fieldToBytes,
  fromHex,
  type Job,
  type JobId,
  messageOf,
  type NodeReceipt,
  nodeReceiptDigest,
  parseNodeReceipt,
  toHex,
  verifyEd25519,
} from '@cyxwiz/protocol';
import { PublicKey } from '@solana/web3.js';
import { ClientError } from '../errors.ts';

/** GetReceipt's answer: the bytes that the node vouches for, and its operator's signature. */
export type SignedNodeReceipt = { receiptJson: Uint8Array; signature: Uint8Array };

/** What a node's receipt is held against, read from the chain. */
export type ReceiptFacts = {
  job: JobId;
  escrow: Pick<Job, 'node' | 'client' | 'specHash' | 'binding' | 'anchoredRoot' | 'anchoredCheckpoints'>;
  /** Operator of the node's account, base58. */
  operator: string;
};

/**
 * Checks what a node vouches for: the operator's signature, that it speaks of this job of the escrow, that every anchored
 * root follows from the checkpoints, and that the chain has the last of them. A receipt may be newer than the escrow that
 * was read, so what counts is `escrow.anchoredCheckpoints`.
 * @throws ClientError RECEIPT_INVALID
 */
export function verifyNodeReceipt(signed: SignedNodeReceipt, facts: ReceiptFacts): NodeReceipt {
  const { job, escrow, operator } = facts;
  const key = new PublicKey(operator).toBytes();
  if (!verifyEd25519(key, nodeReceiptDigest(signed.receiptJson), signed.signature)) {
    throw invalid('it is not signed by the operator of the node');
  }
  const receipt = read(signed.receiptJson);
  const said: [string, boolean][] = [
    ['job', receipt.job === job],
    ['node', receipt.node === escrow.node],
    ['operator', receipt.operator === operator],
    ['client', receipt.client === escrow.client],
    ['specification', receipt.specHash === toHex(escrow.specHash)],
    ['binding', receipt.binding !== null && receipt.binding === toHex(escrow.binding)],
  ];
  const wrong = said.find(([, holds]) => !holds);
  if (wrong) throw invalid(`its ${wrong[0]} is not the escrow's`);
  checkRoots(receipt, escrow);
  return receipt;
}

function read(bytes: Uint8Array): NodeReceipt {
  try {
    return parseNodeReceipt(bytes);
  } catch (cause) {
    throw invalid(`it cannot be read: ${messageOf(cause)}`, cause);
  }
}

function checkRoots(receipt: NodeReceipt, escrow: ReceiptFacts['escrow']): void {
  const chain = chainOf(receipt);
  const rootOf = (count: number) => {
    if (count > chain.length) throw invalid(`it has ${chain.length} checkpoints, and ${count} are anchored`);
    return fieldToBytes(chain.root(count));
  };
  for (const { checkpoints, root } of receipt.anchors) {
    if (toHex(rootOf(checkpoints)) !== root) {
      throw invalid(`the root over ${checkpoints} checkpoints does not follow from them`);
    }
  }
  const { anchoredCheckpoints, anchoredRoot } = escrow;
  if (anchoredCheckpoints > 0 && !equalBytes(rootOf(anchoredCheckpoints), anchoredRoot)) {
    throw invalid(`the root over ${anchoredCheckpoints} checkpoints is not the one on chain`);
  }
}

function chainOf({ binding, checkpoints }: NodeReceipt): CheckpointChain {
  try {
    return new CheckpointChain(
      bytesToField(fromHex(binding ?? '', 32)),
      checkpoints.map(({ weights, lossMicros, accuracyPpm, timeMs }) => ({
        weights: bytesToField(fromHex(weights, 32)),
        lossMicros: BigInt(lossMicros),
        accuracyPpm,
        elapsedMs: BigInt(timeMs),
      })),
    );
  } catch (cause) {
    throw invalid(messageOf(cause), cause);
  }
}

function invalid(why: string, cause?: unknown): ClientError {
  return new ClientError('RECEIPT_INVALID', `the node's receipt is refused: ${why}`, {
    next: 'ask again; if it stays wrong, the node does not keep to the protocol: keep it as evidence',
    cause,
  });
}

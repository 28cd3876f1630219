import { randomBytes } from 'node:crypto';
import { assignmentHash, fieldToBytes, type JobOrder, type NodeId } from '@cyxwiz/protocol';

const random = () => new Uint8Array(randomBytes(32));

/** An order for a node of a training that nobody does, and the salt that lets the node accept it. */
export function sampleOrder(
  node: NodeId,
  order: { readonly nonce: bigint; readonly price: bigint; readonly checkpoints: number },
): { readonly args: JobOrder; readonly salt: Uint8Array } {
  const salt = random();
  const args = {
    nonce: order.nonce,
    price: order.price,
    assignmentHash: assignmentHash(node, salt),
    specHash: random(),
    datasetRoot: fieldToBytes(5n),
    initialWeights: fieldToBytes(6n),
    epochs: order.checkpoints,
    checkpointInterval: 1,
    estimatedSeconds: 60,
    deadlineSeconds: 86_400n,
    tier: 'Committed' as const,
    audits: 0,
    clientNonceHash: random(),
  };
  return { args, salt };
}

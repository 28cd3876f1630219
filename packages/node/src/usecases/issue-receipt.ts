import { encodeNodeReceipt, type NodeReceipt, nodeReceiptDigest, specHash, toHex } from '@cyxwiz/protocol';
import { wireState } from '../domain/job-machine.ts';
import { epochOf } from '../domain/kept-checkpoints.ts';
import type { AgentPorts } from '../ports/agent-ports.ts';
import type { ActiveJob } from './active-job.ts';

export interface SignedReceipt {
  readonly receiptJson: Uint8Array;
  readonly signature: Uint8Array;
}

/** What this node vouches for of a job as it stands, signed with the operator's key. */
export function issueReceipt(job: ActiveJob, { chain, clock, signer }: AgentPorts): SignedReceipt {
  const { record, spec } = job;
  const { anchor, proof, weights, checkpoints } = record;
  const last = checkpoints.at(-1);
  const receipt: NodeReceipt = {
    version: 1,
    kind: 'cyxwiz-node-receipt',
    job: job.address,
    node: chain.node,
    operator: chain.operator,
    client: record.clientWallet,
    specHash: toHex(specHash(Buffer.from(record.specJson))),
    state: wireState(record),
    issuedAtMs: Math.round(clock.nowMs()),
    binding: record.accepted?.binding ?? null,
    checkpointInterval: spec.checkpointInterval,
    epochs: spec.epochs,
    checkpoints: checkpoints.map((checkpoint, at) => ({ epoch: epochOf(at + 1, job.plan), ...checkpoint })),
    anchors: record.anchors.map(({ checkpoints: count, root, elapsedMs, transaction }) => ({
      checkpoints: count,
      root,
      elapsedMs,
      transaction,
    })),
    finalRoot: anchor?.checkpoints === job.checkpointsTotal ? anchor.root : null,
    proof: proof && { checkpoints: proof.checkpoints, transaction: proof.transaction },
    weights:
      weights && last ? { commitment: last.weights, sha256: weights.sha256, bytes: weights.bytes } : null,
  };
  const receiptJson = encodeNodeReceipt(receipt);
  return { receiptJson, signature: signer.sign(nodeReceiptDigest(receiptJson)) };
}

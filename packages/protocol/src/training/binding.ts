import { PublicKey } from '@solana/web3.js';
import { sha256, sha256Field, u64le } from '../bytes.ts';
import type { JobId, NodeId } from '../ids.ts';

const key = (address: string) => new PublicKey(address).toBytes();

/** What create_job stores instead of the node, so that nobody can see or take the assignment. */
export function assignmentHash(node: NodeId, salt: Uint8Array): Uint8Array {
  if (salt.length !== 32) throw new RangeError('an assignment salt is 32 bytes');
  return sha256('cyxwiz:assignment:v1', key(node), salt);
}

export interface BindingParts {
  /** Address of the job-escrow program. */
  readonly program: string;
  readonly job: JobId;
  readonly node: NodeId;
  readonly datasetRoot: Uint8Array;
  readonly initialWeights: Uint8Array;
  readonly specHash: Uint8Array;
  /** Slot of accept_job. */
  readonly acceptedSlot: bigint;
}

/**
 * The field element that ties a checkpoint chain to one program, job, node, data set and start. accept_job computes
 * the same bytes.
 */
export function checkpointBinding(parts: BindingParts): Uint8Array {
  return sha256Field(
    'cyxwiz:checkpoint_chain:v1',
    key(parts.program),
    key(parts.job),
    key(parts.node),
    parts.datasetRoot,
    parts.initialWeights,
    parts.specHash,
    u64le(parts.acceptedSlot),
  );
}

import type { Job, JobState } from '@cyxwiz/protocol';
import type { Escrow, EscrowState } from '../../ports/chain.ts';

const STATES: Partial<Record<JobState, EscrowState>> = {
  Funded: 'FUNDED',
  Running: 'RUNNING',
  Proving: 'PROVING',
  Settled: 'SETTLED',
  Cancelled: 'CANCELLED',
  Refunded: 'REFUNDED',
  TimedOut: 'TIMED_OUT',
};
const NOBODY = '11111111111111111111111111111111';

/** @throws Error for states that no program sets yet (disputes) */
export function escrowState(state: JobState): EscrowState {
  const known = STATES[state];
  if (!known)
    throw new Error(`the escrow is ${state}, which this coordinator does not know: run a newer one`);
  return known;
}

export function toEscrow(address: string, job: Job): Escrow {
  return {
    job: address,
    state: escrowState(job.state),
    clientWallet: job.client,
    nonce: job.nonce,
    mint: job.mint,
    price: job.price,
    assignmentHash: job.assignmentHash,
    specHash: job.specHash,
    datasetRoot: job.datasetRoot,
    initialWeights: job.initialWeights,
    clientNonceHash: job.clientNonceHash,
    epochs: job.epochs,
    checkpointInterval: job.checkpointInterval,
    estimatedSeconds: job.estimatedSeconds,
    deadlineSeconds: Number(job.deadline - job.createdAt),
    audits: job.audits,
    tier: job.tier,
    exactTerms: job.exactTerms,
    checkpoints: job.checkpoints,
    anchored: job.anchoredCheckpoints,
    proven: job.provenCheckpoints,
    auditsDue: job.auditsDue,
    auditsProven: job.auditsProven,
    createdAt: Number(job.createdAt),
    acceptBy: Number(job.acceptBy),
    deadline: Number(job.deadline),
    node: job.node === NOBODY ? undefined : job.node,
  };
}

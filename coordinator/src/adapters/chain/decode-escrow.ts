import type { Job, JobState } from '@cyxwiz/protocol';
import type { Escrow, EscrowState } from '../../ports/chain.ts';

const STATES: Readonly<Record<JobState, EscrowState>> = {
  Funded: 'FUNDED',
  Running: 'RUNNING',
  Proving: 'PROVING',
  Settled: 'SETTLED',
  Cancelled: 'CANCELLED',
  Refunded: 'REFUNDED',
  TimedOut: 'TIMED_OUT',
  Disputed: 'DISPUTED',
  Resolved: 'RESOLVED',
};

const NOBODY = '11111111111111111111111111111111';

export const escrowState = (state: JobState): EscrowState => STATES[state];

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
    stagePrice: job.stagePrice,
    reassignments: job.reassignments,
    epochsDone: job.epochsDone,
    checkpoints: job.checkpoints,
    anchored: job.anchoredCheckpoints,
    proven: job.provenCheckpoints,
    auditsDue: job.auditsDue,
    auditsProven: job.auditsProven,
    createdAt: Number(job.createdAt),
    acceptedAt: Number(job.acceptedAt),
    anchoredAt: Number(job.anchoredAt),
    silence: Number(job.terms.silence),
    acceptBy: Number(job.acceptBy),
    deadline: Number(job.deadline),
    node: job.node === NOBODY ? undefined : job.node,
  };
}

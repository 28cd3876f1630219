import type { Audit, Job } from '@cyxwiz/protocol';
import { PublicKey } from '@solana/web3.js';
import type { EscrowJob, JobAudit } from '../../ports/chain.ts';

const NOBODY = PublicKey.default.toBase58();

/** The part of a job account that a node looks at. Times fit a number for the next 285 million years. */
export function escrowJob(job: Job): EscrowJob {
  const { terms } = job;
  return {
    state: job.state,
    tier: job.tier,
    exactTerms: job.exactTerms,
    client: job.client,
    mint: job.mint,
    stagePrice: job.stagePrice,
    reassignments: job.reassignments,
    assignmentHash: job.assignmentHash,
    specHash: job.specHash,
    datasetRoot: job.datasetRoot,
    initialWeights: job.initialWeights,
    epochsDone: job.epochsDone,
    epochs: job.epochs,
    checkpointInterval: job.checkpointInterval,
    checkpoints: job.checkpoints,
    estimatedSeconds: job.estimatedSeconds,
    verifyingKey: job.verifyingKey,
    acceptBy: Number(job.acceptBy),
    deadline: Number(job.deadline),
    node: job.node === NOBODY ? null : job.node,
    acceptedAt: Number(job.acceptedAt),
    binding: job.binding,
    anchoredRoot: job.anchoredRoot,
    anchoredCheckpoints: job.anchoredCheckpoints,
    anchoredElapsedMs: job.anchoredElapsedMs,
    anchoredWeights: job.anchoredWeights,
    anchoredAt: Number(job.anchoredAt),
    provenCheckpoints: job.provenCheckpoints,
    provenAt: Number(job.provenAt),
    objectionWaived: job.objectionWaived,
    terms: {
      anchorMaxEpochs: terms.anchorMaxEpochs,
      anchorPartBps: terms.anchorPartBps,
      timeMinBps: terms.timeMinBps,
      timeGraceSeconds: Number(terms.timeGrace),
      objectionWindowSeconds: Number(terms.objectionWindow),
      revealWindowSeconds: Number(terms.revealWindow),
    },
  };
}

export function jobAudit(audit: Audit): JobAudit {
  return {
    stepsRoot: audit.stepsRoot,
    segments: audit.segments,
    challengeSlot: Number(audit.challengeSlot),
    moved: audit.moved,
    recordedAt: Number(audit.recordedAt),
    openedAt: Number(audit.openedAt),
    nonceRevealed: audit.nonceRevealed,
    challenge: audit.challenge,
    audits: audit.audits,
    proven: audit.proven,
  };
}

import { type coordinatorV1, toTimestamp } from '@cyxwiz/protocol';
import type { JobView } from '../../domain/job.ts';
import type { Rejection } from '../../domain/matching.ts';
import type { GpuClass, Priority } from '../../domain/pricing.ts';
import type { ReassignedJob } from '../../usecases/reassign-job.ts';
import type { SubmittedJob } from '../../usecases/submit-job.ts';
import type { WireResources } from '../edge/fields.ts';

export function gpuClassOf(wire: string): GpuClass | undefined {
  if (wire === 'GPU_CLASS_CONSUMER') return 'consumer';
  return wire === 'GPU_CLASS_DATACENTER' ? 'datacenter' : undefined;
}

/** Unspecified is normal. */
export function priorityOf(wire: string): Priority {
  const name = wire.replace('PRIORITY_', '').toLowerCase();
  return name === 'low' || name === 'high' || name === 'critical' ? name : 'normal';
}

export function resourcesOf(
  wire: coordinatorV1.ResourceRequirements__Output | null,
): WireResources | undefined {
  return wire ? { ...wire, gpuClass: gpuClassOf(wire.gpuClass) } : undefined;
}

export function jobMessage(view: JobView): coordinatorV1.Job {
  return {
    job: view.job,
    clientWallet: view.clientWallet,
    node: view.node,
    phase: `JOB_PHASE_${view.phase}`,
    mint: view.mint,
    price: view.price.toString(),
    checkpoints: view.checkpoints,
    anchoredCheckpoints: view.anchored,
    provenCheckpoints: view.proven,
    tier: view.tier === 'Exact' ? 'VERIFICATION_TIER_EXACT' : 'VERIFICATION_TIER_COMMITTED',
    auditsDue: view.auditsDue,
    auditsProven: view.auditsProven,
    reassignments: view.reassignments,
    createdAt: toTimestamp(view.createdAt),
    updatedAt: toTimestamp(view.updatedAt),
    ...(view.lossMicros !== undefined && { lossMicros: view.lossMicros.toString() }),
    ...(view.accuracyPpm !== undefined && { accuracyPpm: view.accuracyPpm }),
    reportedEpoch: view.reportedEpoch,
    movements: view.movements.map((movement) => ({
      kind: movement.kind,
      amount: movement.amount.toString(),
      to: movement.to,
      transaction: movement.transaction,
      slot: movement.slot.toString(),
    })),
    observedSlot: view.observedSlot.toString(),
    error: view.error,
  };
}

const rejectionMessage = ({ node, code, reason, matchScore }: Rejection) => ({
  node,
  code,
  reason,
  ...(matchScore !== undefined && { matchScore }),
});

export function offerMessage(offer: SubmittedJob): coordinatorV1.SubmitJobResponse {
  return {
    job: offer.job,
    node: offer.node,
    salt: Buffer.from(offer.salt),
    nonce: offer.terms.nonce.toString(),
    price: offer.terms.price.toString(),
    decimals: offer.decimals,
    deadlineSeconds: offer.terms.deadlineSeconds.toString(),
    transaction: Buffer.from(offer.transaction),
    reservedUntil: toTimestamp(offer.reservedUntil),
    rejections: offer.rejections.map(rejectionMessage),
    matchScore: offer.matchScore,
    priceExplanation: [...offer.priceExplanation],
  };
}

export function reassignmentMessage(offer: ReassignedJob): coordinatorV1.ReassignJobResponse {
  return {
    node: offer.node,
    salt: Buffer.from(offer.salt),
    stagePrice: offer.stagePrice.toString(),
    estimatedSeconds: offer.estimatedSeconds,
    deadlineSeconds: offer.deadlineSeconds.toString(),
    epochsDone: offer.epochsDone,
    transaction: Buffer.from(offer.transaction),
    reservedUntil: toTimestamp(offer.reservedUntil),
    rejections: offer.rejections.map(rejectionMessage),
    matchScore: offer.matchScore,
  };
}

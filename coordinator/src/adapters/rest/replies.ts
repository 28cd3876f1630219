import { toHex } from '@cyxwiz/protocol';
import type { Earning, JobView, Report } from '../../domain/job.ts';
import { verifiedPower } from '../../domain/matching.ts';
import type { Refusal, StoredOffer } from '../../ports/stores.ts';
import type { NodeListing } from '../../usecases/list-nodes.ts';
import type { ReassignedJob } from '../../usecases/reassign-job.ts';
import type { SubmittedJob } from '../../usecases/submit-job.ts';

const time = (ms: number) => new Date(ms).toISOString();

export function offerReply(offer: SubmittedJob) {
  return {
    job: offer.job,
    node: offer.node,
    salt: toHex(offer.salt),
    nonce: offer.terms.nonce.toString(),
    price: offer.terms.price.toString(),
    decimals: offer.decimals,
    deadlineSeconds: offer.terms.deadlineSeconds,
    transaction: Buffer.from(offer.transaction).toString('base64'),
    reservedUntil: time(offer.reservedUntil),
    matchScore: offer.matchScore,
    rejections: [...offer.rejections],
    priceExplanation: [...offer.priceExplanation],
  };
}

export function reassignmentReply(offer: ReassignedJob) {
  return {
    node: offer.node,
    salt: toHex(offer.salt),
    stagePrice: offer.stagePrice.toString(),
    estimatedSeconds: offer.estimatedSeconds,
    deadlineSeconds: offer.deadlineSeconds,
    epochsDone: offer.epochsDone,
    transaction: Buffer.from(offer.transaction).toString('base64'),
    reservedUntil: time(offer.reservedUntil),
    matchScore: offer.matchScore,
    rejections: [...offer.rejections],
  };
}

export function jobReply(view: JobView) {
  const { anchored, proven, lossMicros, accuracyPpm, ...rest } = view;
  return {
    ...rest,
    price: view.price.toString(),
    anchoredCheckpoints: anchored,
    provenCheckpoints: proven,
    createdAt: time(view.createdAt),
    updatedAt: time(view.updatedAt),
    ...(lossMicros !== undefined && { lossMicros: lossMicros.toString() }),
    ...(accuracyPpm !== undefined && { accuracyPpm }),
    movements: view.movements.map(({ kind, amount, to, transaction, slot, finalized }) => ({
      kind,
      amount: amount.toString(),
      to,
      transaction,
      slot: slot.toString(),
      finalized,
    })),
    observedSlot: view.observedSlot.toString(),
  };
}

/** The salt and the client's key stay here: nothing on a page needs them. */
export function orderReply(offer: StoredOffer) {
  const { job, specJson, node, terms, matchScore, priceExplanation, rejections } = offer;
  return {
    job,
    specJson,
    node,
    audits: terms.audits,
    deadlineSeconds: terms.deadlineSeconds,
    matchScore,
    priceExplanation: [...priceExplanation],
    rejections: [...rejections],
  };
}

export function refusalReply({ at, ...refusal }: Refusal) {
  return { ...refusal, at: time(at) };
}

export function reportReply({ epoch, lossMicros, accuracyPpm, at }: Report) {
  return { epoch, lossMicros: lossMicros.toString(), accuracyPpm, at: time(at) };
}

export function earningReply({ ordinal, amount, slot, at, ...earning }: Earning) {
  return {
    ...earning,
    amount: amount.toString(),
    slot: slot.toString(),
    ...(at !== undefined && { at: time(at) }),
    cursor: `${earning.transaction}:${ordinal}`,
  };
}

export function nodeReply(node: NodeListing) {
  const { latencyMs, hardware } = node;
  return {
    node: node.address,
    tier: node.tier,
    score: node.score,
    stake: node.stake.toString(),
    online: node.online,
    banned: node.banned,
    suspendedUntil: node.suspendedUntil,
    proofsValid: node.proofsValid,
    verifiedPower: Math.round(verifiedPower(node)),
    freeSlots: Math.max(0, node.slots - node.taken),
    slots: node.slots,
    priceBps: node.priceBps,
    ...(latencyMs !== undefined && { latencyMs }),
    uptime: node.uptime,
    engines: [...node.engines],
    hardware: { ...hardware, benchmark: hardware.benchmark.toString() },
  };
}

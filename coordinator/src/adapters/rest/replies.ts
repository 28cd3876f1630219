import { toHex } from '@cyxwiz/protocol';
import type { JobView } from '../../domain/job.ts';
import type { NodeListing } from '../../usecases/list-nodes.ts';
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
    freeSlots: Math.max(0, node.slots - node.taken),
    slots: node.slots,
    priceBps: node.priceBps,
    ...(latencyMs !== undefined && { latencyMs }),
    uptime: node.uptime,
    engines: [...node.engines],
    hardware: { ...hardware, benchmark: hardware.benchmark.toString() },
  };
}

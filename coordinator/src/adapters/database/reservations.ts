import type { NewReservation, ReservationOutcome } from '../../ports/stores.ts';
import type { Prisma } from './generated/client.ts';
import { isDuplicate, type Transact } from './transactions.ts';

const bytes = (value: Uint8Array) => new Uint8Array(value);

/** Lowest slot of the node that no row holds, none while it drains; the node's row is locked until the transaction ends. */
export async function freeSlot(
  tx: Prisma.TransactionClient,
  node: string,
  slots: number,
): Promise<number | undefined> {
  const [locked] = await tx.$queryRaw<{ draining: boolean }[]>`
    SELECT "draining" FROM "nodes" WHERE "address" = ${node} FOR UPDATE`;
  if (locked?.draining) return undefined;
  const rows = await tx.reservation.findMany({ where: { nodeAddress: node }, select: { slot: true } });
  const promised = await tx.replacement.findMany({ where: { nodeAddress: node }, select: { slot: true } });
  const taken = new Set([...rows, ...promised].map((row) => row.slot));
  const free = Array.from({ length: slots }, (_, slot) => slot).find((slot) => !taken.has(slot));
  return taken.size < slots ? free : undefined;
}

/**
 * Job and slot, or neither. The wallet's lock makes its limit hold under concurrency, the node's row lock hands out
 * slots one at a time, and the primary key (node, slot) would refuse a double assignment even without them.
 */
export async function reserve(transact: Transact, request: NewReservation): Promise<ReservationOutcome> {
  const { offer, now } = request;
  const { terms } = offer;
  try {
    return await transact(async (tx) => {
      await tx.$queryRaw`SELECT 1 AS locked FROM (SELECT pg_advisory_xact_lock(hashtextextended(${terms.clientWallet}, 0))) AS l`;
      const held = await tx.job.count({ where: { clientWallet: terms.clientWallet, phase: 'RESERVED' } });
      if (request.idempotencyKey !== undefined) {
        const key = { clientWallet: terms.clientWallet, idempotencyKey: request.idempotencyKey };
        if (
          await tx.job.findUnique({ where: { clientWallet_idempotencyKey: key }, select: { address: true } })
        ) {
          return 'duplicate';
        }
      }
      if (held >= request.walletLimit) return 'wallet-limit';
      const slot = await freeSlot(tx, offer.node, request.slots);
      if (slot === undefined) return 'busy';
      await tx.job.create({
        data: {
          address: offer.job,
          clientWallet: terms.clientWallet,
          clientKey: bytes(offer.clientKey),
          nonce: terms.nonce.toString(),
          specJson: offer.specJson,
          specHash: bytes(terms.specHash),
          nodeAddress: offer.node,
          salt: bytes(offer.salt),
          assignmentHash: bytes(terms.assignmentHash),
          mint: terms.mint,
          decimals: offer.decimals,
          price: terms.price.toString(),
          deadlineSeconds: terms.deadlineSeconds,
          audits: terms.audits,
          clientNonceHash: bytes(terms.clientNonceHash),
          idempotencyKey: request.idempotencyKey ?? null,
          requestHash: bytes(request.requestHash),
          rejections: offer.rejections as unknown as Prisma.InputJsonValue,
          matchScore: offer.matchScore,
          priceExplanation: [...offer.priceExplanation],
          reservedUntil: new Date(offer.reservedUntil),
          checkpoints: offer.checkpoints,
          createdAt: new Date(now),
          updatedAt: new Date(now),
        },
      });
      await tx.reservation.create({
        data: {
          nodeAddress: offer.node,
          slot,
          jobAddress: offer.job,
          expiresAt: new Date(offer.reservedUntil),
        },
      });
      return 'reserved';
    });
  } catch (error) {
    if (isDuplicate(error)) return 'busy';
    throw error;
  }
}

/** Binds the job's slot until it ends; a job whose reservation is gone gets a free slot, if there is one. */
export function hold(transact: Transact, job: string, slots: number): Promise<boolean> {
  return transact(async (tx) => {
    const kept = await tx.reservation.updateMany({ where: { jobAddress: job }, data: { expiresAt: null } });
    if (kept.count > 0) return true;
    const row = await tx.job.findUnique({ where: { address: job }, select: { nodeAddress: true } });
    if (!row) return false;
    const slot = await freeSlot(tx, row.nodeAddress, slots);
    if (slot === undefined) return false;
    await tx.reservation.create({ data: { nodeAddress: row.nodeAddress, slot, jobAddress: job } });
    return true;
  });
}

/** Only a job that is still reserved, and whose slot nobody bound, ends this way. */
export function expire(transact: Transact, job: string, now: number): Promise<boolean> {
  return transact(async (tx) => {
    const gone = await tx.reservation.deleteMany({
      where: { jobAddress: job, expiresAt: { lte: new Date(now) } },
    });
    const ended = await tx.job.updateMany({
      where: { address: job, phase: 'RESERVED', reservedUntil: { lte: new Date(now) }, reservation: null },
      data: { phase: 'EXPIRED', updatedAt: new Date(now) },
    });
    if (gone.count > 0 && ended.count === 0)
      throw new Error(`reservation and phase of ${job} contradict each other`);
    return ended.count > 0;
  });
}

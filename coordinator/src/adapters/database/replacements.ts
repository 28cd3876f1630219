import type { NewReplacement, NewStage } from '../../ports/stores.ts';
import type { Prisma } from './generated/client.ts';
import { freeSlot } from './reservations.ts';
import { isDuplicate, type Transact } from './transactions.ts';

const bytes = (value: Uint8Array) => new Uint8Array(value);

/** Holds a slot of the node that is to follow. The dead one keeps its own until the chain has said so. */
export async function replace(
  transact: Transact,
  { replacement, slots }: NewReplacement,
  now: number,
): Promise<'reserved' | 'busy'> {
  const { job, node, reservedUntil, rejections, salt, assignmentHash, ...terms } = replacement;
  try {
    return await transact(async (tx) => {
      await tx.replacement.deleteMany({ where: { jobAddress: job, reservedUntil: { lte: new Date(now) } } });
      const slot = await freeSlot(tx, node, slots);
      if (slot === undefined) return 'busy';
      await tx.replacement.create({
        data: {
          ...terms,
          jobAddress: job,
          nodeAddress: node,
          slot,
          salt: bytes(salt),
          assignmentHash: bytes(assignmentHash),
          rejections: rejections as unknown as Prisma.InputJsonValue,
          reservedUntil: new Date(reservedUntil),
        },
      });
      return 'reserved';
    });
  } catch (error) {
    if (isDuplicate(error)) return 'busy';
    throw error;
  }
}

/** See `Jobs.beginStage`. */
export function beginStage(
  transact: Transact,
  job: string,
  stage: NewStage,
  now: number,
): Promise<string | undefined> {
  return transact(async (tx) => {
    await tx.$queryRaw`SELECT 1 AS locked FROM "jobs" WHERE "address" = ${job} FOR UPDATE`;
    const row = await tx.job.findUnique({ where: { address: job }, include: { replacement: true } });
    if (!row || row.final || row.reassignments >= stage.reassignments) return undefined;
    const { replacement } = row;
    const ours =
      replacement !== null && Buffer.from(replacement.assignmentHash).equals(stage.assignmentHash)
        ? replacement
        : undefined;
    await tx.reservation.deleteMany({ where: { jobAddress: job } });
    await tx.replacement.deleteMany({ where: { jobAddress: job } });
    if (ours) {
      const { nodeAddress, slot } = ours;
      await tx.reservation.create({ data: { nodeAddress, slot, jobAddress: job } });
    }
    await tx.job.update({
      where: { address: job },
      data: {
        ...(ours && {
          nodeAddress: ours.nodeAddress,
          salt: ours.salt,
          assignmentHash: ours.assignmentHash,
        }),
        phase: 'FUNDED',
        reassignments: stage.reassignments,
        checkpoints: stage.checkpoints,
        reportedEpoch: stage.epochsDone,
        anchored: 0,
        proven: 0,
        auditsDue: 0,
        auditsProven: 0,
        error: '',
        updatedAt: new Date(now),
      },
    });
    return ours?.nodeAddress ?? row.nodeAddress;
  });
}

import { type Movement, mayBecome, OPEN_ON_CHAIN } from '../../domain/job.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { EarningsFilter, JobFilter, Jobs, Observation, ProgressReport } from '../../ports/stores.ts';
import type { Prisma, PrismaClient } from './generated/client.ts';
import { beginStage, replace } from './replacements.ts';
import { expire, hold, reserve } from './reservations.ts';
import { toBigint, toEarning, toOffer, toRefusals, toReplacement, toReport, toView } from './rows.ts';
import { again, type Transact } from './transactions.ts';

const WITH_MOVEMENTS = {
  movements: { orderBy: [{ slot: 'asc' }, { transaction: 'asc' }, { ordinal: 'asc' }] },
} satisfies Prisma.JobInclude;

const BY_ADDRESS = {
  select: { address: true },
  orderBy: { address: 'asc' },
} satisfies Prisma.JobFindManyArgs;

const addresses = (rows: readonly { readonly address: string }[]) => rows.map(({ address }) => address);

export function jobs(client: PrismaClient, transact: Transact): Jobs {
  return {
    reserve: (request) => reserve(transact, request),
    replace: (request, now) => replace(transact, request, now),
    replacement: async (job) => {
      const row = await client.replacement.findUnique({ where: { jobAddress: job } });
      return row ? toReplacement(row) : undefined;
    },
    overdueReplacements: async (before, limit) => {
      const where = { reservedUntil: { lte: new Date(before) } };
      const rows = await client.replacement.findMany({ where, select: { jobAddress: true }, take: limit });
      return rows.map((row) => row.jobAddress);
    },
    dropReplacement: async (job, before) => {
      await client.replacement.deleteMany({
        where: { jobAddress: job, reservedUntil: { lte: new Date(before) } },
      });
    },
    beginStage: (job, stage, now) => again(() => beginStage(transact, job, stage, now)),
    hold: (job, slots) => again(() => hold(transact, job, slots)),
    expire: (job, now) => expire(transact, job, now),
    offer: async (address) => {
      const row = await client.job.findUnique({ where: { address } });
      return row ? toOffer(row) : undefined;
    },
    offerByKey: async (clientWallet, idempotencyKey) => {
      const key = { clientWallet_idempotencyKey: { clientWallet, idempotencyKey } };
      const row = await client.job.findUnique({ where: key });
      return row ? toOffer(row) : undefined;
    },
    view: async (address) => {
      const row = await client.job.findUnique({ where: { address }, include: WITH_MOVEMENTS });
      return row ? toView(row) : undefined;
    },
    list: async (filter) => (await client.job.findMany(listQuery(filter))).map(toView),
    countByPhase: async () => {
      const groups = await client.job.groupBy({ by: ['phase'], _count: true });
      return new Map(groups.map((group) => [group.phase, group._count]));
    },
    countPastDeadline: (now) =>
      client.job.count({
        where: {
          final: false,
          OR: [
            { phase: 'FUNDED', acceptBy: { lt: new Date(now) } },
            { phase: { in: ['RUNNING', 'PROVING'] }, deadlineAt: { lt: new Date(now) } },
          ],
        },
      }),
    any: async () => (await client.job.findFirst({ select: { address: true } })) !== null,
    slotsTaken: async (nodes) => {
      const rows = await client.reservation.findMany({
        where: { nodeAddress: { in: [...nodes] } },
        select: { nodeAddress: true, job: { select: { phase: true } } },
      });
      const taken = new Map<string, { total: number; running: number }>();
      for (const { nodeAddress, job } of rows) {
        const count = taken.get(nodeAddress) ?? { total: 0, running: 0 };
        count.total++;
        if (job.phase === 'RUNNING' || job.phase === 'PROVING') count.running++;
        taken.set(nodeAddress, count);
      }
      const promised = await client.replacement.findMany({
        where: { nodeAddress: { in: [...nodes] } },
        select: { nodeAddress: true },
      });
      for (const { nodeAddress } of promised) {
        const count = taken.get(nodeAddress) ?? { total: 0, running: 0 };
        taken.set(nodeAddress, { ...count, total: count.total + 1 });
      }
      return taken;
    },
    observe: (job, observation, now) => transact((tx) => observe(tx, job, observation, now)),
    addMovements: (movements, finalized) =>
      again(() => transact((tx) => addMovements(tx, movements, finalized))),
    unfinalized: async (beforeSlot, limit) => {
      const where = { finalized: false, slot: { lt: beforeSlot.toString() } };
      const rows = await client.movement.findMany({
        where,
        distinct: ['transaction'],
        select: { transaction: true },
        take: limit,
      });
      return rows.map((row) => row.transaction);
    },
    dropMovements: async (transaction) => {
      await client.movement.deleteMany({ where: { transaction, finalized: false } });
    },
    overdue: async (now, limit) => {
      const where = { phase: 'RESERVED' as const, reservedUntil: { lte: new Date(now) } };
      const rows = await client.job.findMany({
        where,
        select: { address: true },
        orderBy: { reservedUntil: 'asc' },
        take: limit,
      });
      return addresses(rows);
    },
    open: async (after, limit) => {
      const where = {
        final: false,
        phase: { notIn: ['RESERVED' as const, 'EXPIRED' as const] },
        address: { gt: after },
      };
      return addresses(await client.job.findMany({ where, ...BY_ADDRESS, take: limit }));
    },
    underAudit: async (after, limit) => {
      const where = { final: false, phase: 'PROVING' as const, auditsDue: { gt: 0 }, address: { gt: after } };
      return addresses(await client.job.findMany({ where, ...BY_ADDRESS, take: limit }));
    },
    assignments: async (node) => {
      const where = { nodeAddress: node, phase: { in: [...OPEN_ON_CHAIN] }, reservation: { isNot: null } };
      return (await client.job.findMany({ where, orderBy: { createdAt: 'asc' } })).map(toOffer);
    },
    promised: async (node, now) => {
      const landing = new Date(now - LIMITS.landingMs);
      const mayStillCome: Prisma.JobWhereInput = {
        OR: [
          { phase: 'RESERVED' },
          { phase: 'FUNDED', OR: [{ acceptBy: null }, { acceptBy: { gte: new Date(now) } }] },
        ],
      };
      const rows = await client.reservation.findMany({
        where: {
          nodeAddress: node,
          OR: [{ expiresAt: null }, { expiresAt: { gt: landing } }],
          job: mayStillCome,
        },
        select: { jobAddress: true },
      });
      const replacements = await client.replacement.findMany({
        where: { nodeAddress: node, reservedUntil: { gt: landing } },
        select: { jobAddress: true },
      });
      return [...rows, ...replacements].map(({ jobAddress }) => jobAddress).sort();
    },
    report: (job, report) => again(() => transact((tx) => storeReport(tx, job, report))),
    fail: async (job, error, now) => {
      await client.job.updateMany({ where: { address: job }, data: { error, updatedAt: new Date(now) } });
    },
    reports: async (job) => {
      const where = { jobAddress: job };
      return (await client.progressReport.findMany({ where, orderBy: { epoch: 'asc' } })).map(toReport);
    },
    refusals: async (node, since, limit) => {
      const where = { createdAt: { gt: new Date(since) }, rejections: { array_contains: [{ node }] } };
      const select = { createdAt: true, rejections: true };
      const rows = await client.job.findMany({ where, select, orderBy: { createdAt: 'desc' }, take: limit });
      return rows.flatMap((row) => toRefusals(row, node));
    },
    earnings: async (filter) => (await client.movement.findMany(earningsQuery(filter))).map(toEarning),
  };
}

function listQuery(filter: JobFilter) {
  return {
    where: {
      ...(filter.clientWallet !== undefined && { clientWallet: filter.clientWallet }),
      ...(filter.phase !== undefined && { phase: filter.phase }),
      ...(filter.before !== undefined && { createdAt: { lt: new Date(filter.before) } }),
    },
    orderBy: [{ createdAt: 'desc' as const }, { address: 'asc' as const }],
    take: filter.limit,
    include: WITH_MOVEMENTS,
  };
}

function earningsQuery({ owner, before, limit }: EarningsFilter) {
  return {
    where: { to: owner, kind: 'node' },
    orderBy: [{ slot: 'desc' as const }, { transaction: 'asc' as const }, { ordinal: 'asc' as const }],
    ...(before && { cursor: { transaction_ordinal: before }, skip: 1 }),
    take: limit,
    include: { job: { select: { mint: true, decimals: true } } },
  };
}

/** Forward only: an RPC node that lags behind another cannot take a job back to an earlier phase. */
async function observe(
  tx: Prisma.TransactionClient,
  job: string,
  seen: Observation,
  now: number,
): Promise<boolean> {
  await tx.$queryRaw`SELECT 1 AS locked FROM "jobs" WHERE "address" = ${job} FOR UPDATE`;
  const row = await tx.job.findUnique({ where: { address: job } });
  if (!row || row.final) return false;
  // From before the job was given to another node.
  if (seen.reassignments !== undefined && seen.reassignments < row.reassignments) return false;
  const advances = mayBecome(row.phase, seen.phase);
  if (!advances && row.phase !== seen.phase) return false;
  const anchored = Math.max(row.anchored, seen.anchored);
  const proven = Math.max(row.proven, seen.proven);
  // Another node of the same job may have to prove fewer; what is proven only grows while it stays.
  const { auditsDue, auditsProven } = seen;
  const audited = auditsDue !== row.auditsDue || auditsProven > row.auditsProven;
  const changed = advances || anchored !== row.anchored || proven !== row.proven || audited || seen.final;
  const newer = seen.slot > toBigint(row.observedSlot);
  if (!changed && !newer) return false;
  await tx.job.update({
    where: { address: job },
    data: {
      phase: seen.phase,
      anchored,
      proven,
      ...(audited && { auditsDue, auditsProven }),
      final: seen.final,
      ...(newer && { observedSlot: seen.slot.toString() }),
      ...(seen.acceptBy !== undefined && { acceptBy: new Date(seen.acceptBy) }),
      ...(seen.deadlineAt !== undefined && { deadlineAt: new Date(seen.deadlineAt) }),
      ...(changed && { updatedAt: new Date(now) }),
    },
  });
  if (seen.final) await tx.reservation.deleteMany({ where: { jobAddress: job } });
  else if (advances)
    await tx.reservation.updateMany({ where: { jobAddress: job }, data: { expiresAt: null } });
  return changed;
}

async function addMovements(
  tx: Prisma.TransactionClient,
  movements: readonly Movement[],
  finalized: boolean,
) {
  let changed = false;
  for (const { job, amount, slot, at, ...rest } of movements) {
    const id = { transaction_ordinal: { transaction: rest.transaction, ordinal: rest.ordinal } };
    const row = await tx.movement.findUnique({ where: id });
    if (row && (row.finalized || !finalized)) continue;
    const happenedAt = at === undefined ? null : new Date(at);
    const numbers = { amount: amount.toString(), slot: slot.toString() };
    const data = { ...rest, ...numbers, jobAddress: job, finalized, happenedAt };
    await tx.movement.upsert({
      where: id,
      create: data,
      update: finalized ? { finalized, slot: slot.toString(), happenedAt } : {},
    });
    changed = true;
  }
  return changed;
}

/** An epoch that comes late keeps its checkpoint hash, but does not take the metrics back. */
async function storeReport(tx: Prisma.TransactionClient, job: string, report: ProgressReport): Promise<void> {
  const { epoch, place, now, checkpointHash } = report;
  const point = {
    epoch,
    lossMicros: report.lossMicros.toString(),
    accuracyPpm: report.accuracyPpm,
    reportedAt: new Date(now),
  };
  const kept = await tx.progressReport.findUnique({
    where: { jobAddress_place: { jobAddress: job, place } },
  });
  if (!kept || kept.epoch <= epoch) {
    await tx.progressReport.upsert({
      where: { jobAddress_place: { jobAddress: job, place } },
      create: { jobAddress: job, place, ...point },
      update: point,
    });
  }
  await tx.job.updateMany({
    where: { address: job, reportedEpoch: { lte: epoch } },
    data: {
      reportedEpoch: epoch,
      lossMicros: report.lossMicros.toString(),
      accuracyPpm: report.accuracyPpm,
      updatedAt: new Date(now),
    },
  });
  if (!checkpointHash) return;
  const hash = new Uint8Array(checkpointHash);
  const create = { jobAddress: job, epoch, hash, reportedAt: new Date(now) };
  // The first word counts: a node cannot rewrite what it reported.
  await tx.checkpointReport.upsert({
    where: { jobAddress_epoch: { jobAddress: job, epoch } },
    create,
    update: {},
  });
}

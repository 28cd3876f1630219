import type { Nodes } from '../../ports/stores.ts';
import type { PrismaClient } from './generated/client.ts';
import { toNode } from './rows.ts';

export function nodes(client: PrismaClient): Nodes {
  return {
    save: async (node) => {
      const { address, lastSeen, tlsKeyHash, engines, latencyMs, ...rest } = node;
      const data = {
        ...rest,
        latencyMs: latencyMs ?? null,
        engines: [...engines],
        tlsKeyHash: new Uint8Array(tlsKeyHash),
        lastSeen: new Date(lastSeen),
      };
      const create = { ...data, address, observedSince: new Date(lastSeen) };
      await client.node.upsert({ where: { address }, create, update: data });
    },
    get: async (address) => {
      const row = await client.node.findUnique({ where: { address } });
      return row ? toNode(row) : undefined;
    },
    seenSince: async (time) => {
      const where = { lastSeen: { gte: new Date(time) } };
      return (await client.node.findMany({ where, orderBy: { address: 'asc' } })).map(toNode);
    },
    seen: async (address, now, gapMs, draining) => {
      const at = new Date(now);
      // One statement, so that two coordinators do not count the same time twice.
      await client.$executeRaw`
        UPDATE "nodes" SET "draining" = ${draining}, "last_seen" = GREATEST("last_seen", ${at}::timestamp), "online_ms" = "online_ms" + CASE
          WHEN ${at}::timestamp > "last_seen" AND ${at}::timestamp - "last_seen" <= make_interval(secs => ${gapMs / 1000}::float8)
          THEN (EXTRACT(EPOCH FROM ${at}::timestamp - "last_seen") * 1000)::bigint ELSE 0 END
        WHERE "address" = ${address}`;
    },
  };
}

import type { Cursors, Database, KeyStore, StoredKey } from '../../ports/stores.ts';
import { connect, type DatabaseConfig } from './connect.ts';
import type { Prisma, PrismaClient } from './generated/client.ts';
import { jobs } from './jobs.ts';
import { nodes } from './nodes.ts';
import { toBigint } from './rows.ts';
import { type Transact, transactions } from './transactions.ts';

export interface OpenDatabase extends Database {
  /** Names of the migrations that were applied now. */
  readonly migrated: readonly string[];
}

/** Opens, migrates and wraps the database. */
export async function openDatabase(config: DatabaseConfig): Promise<OpenDatabase> {
  const { client, concurrency, migrated, close } = await connect(config);
  const transact = transactions(client, concurrency);
  return {
    jobs: jobs(client, transact),
    nodes: nodes(client),
    cursors: cursors(client),
    keys: keys(client, transact),
    migrated,
    ping: async () => void (await client.$queryRaw`SELECT 1 AS one`),
    close,
  };
}

function cursors(client: PrismaClient): Cursors {
  return {
    get: async (program) => {
      const row = await client.chainCursor.findUnique({ where: { program } });
      return row ? { signature: row.signature, slot: toBigint(row.slot) } : undefined;
    },
    set: async (program, signature, slot, now) => {
      const data = { signature, slot: slot.toString(), updatedAt: new Date(now) };
      await client.chainCursor.upsert({ where: { program }, create: { program, ...data }, update: data });
    },
  };
}

function keys(client: PrismaClient, transact: Transact): KeyStore {
  const toKey = (row: { kid: string; privateJwk: unknown }): StoredKey => ({
    kid: row.kid,
    privateJwk: row.privateJwk as Record<string, unknown>,
  });
  return {
    signingKey: (create, now) =>
      transact(async (tx) => {
        await tx.$queryRaw`SELECT 1 AS locked FROM (SELECT pg_advisory_xact_lock(7270736901)) AS l`;
        const row = await tx.signingKey.findFirst({
          where: { retiredAt: null },
          orderBy: { createdAt: 'asc' },
        });
        if (row) return toKey(row);
        const key = await create();
        const privateJwk = key.privateJwk as Prisma.InputJsonValue;
        await tx.signingKey.create({ data: { kid: key.kid, privateJwk, createdAt: new Date(now) } });
        return key;
      }),
    add: (key, after, now) =>
      transact(async (tx) => {
        await tx.$queryRaw`SELECT 1 AS locked FROM (SELECT pg_advisory_xact_lock(7270736901)) AS l`;
        const newest = await tx.signingKey.findFirst({ orderBy: { createdAt: 'desc' } });
        if (newest?.kid !== after) return;
        const createdAt = new Date(Math.max(now, newest.createdAt.getTime() + 1));
        const privateJwk = key.privateJwk as Prisma.InputJsonValue;
        await tx.signingKey.create({ data: { kid: key.kid, privateJwk, createdAt } });
      }),
    all: async () => (await client.signingKey.findMany({ orderBy: { createdAt: 'asc' } })).map(toKey),
  };
}

import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { openEmbedded } from './embedded.ts';
import { PrismaClient } from './generated/client.ts';
import { migrate, readMigrations, type SqlSession } from './migrator.ts';

export interface PostgresAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly password?: string | undefined;
}

export type DatabaseConfig =
  /** Embedded. Without a folder it lives in memory and ends with the process. */
  { readonly kind: 'pglite'; readonly folder?: string } | ({ readonly kind: 'postgres' } & PostgresAddress);

export interface Connection {
  readonly client: PrismaClient;
  /** Interactive transactions that may run at once. */
  readonly concurrency: number;
  /** Names of the migrations applied now. */
  readonly migrated: readonly string[];
  close(): Promise<void>;
}

const MIGRATIONS = new URL('../../../../migrations/', import.meta.url);
const POOL = 10;
// Waiting for a turn is done in front of Prisma (see transactions.ts), so these only catch what hangs.
const TRANSACTIONS = { maxWait: 10_000, timeout: 15_000 };

/** Opens the database and brings it to the schema of this program. */
export async function connect(config: DatabaseConfig): Promise<Connection> {
  return config.kind === 'pglite' ? embedded(config.folder) : server(config);
}

async function embedded(folder: string | undefined): Promise<Connection> {
  const database = await openEmbedded(folder);
  const session: SqlSession = {
    query: (sql, values) => database.query(sql, values),
    script: async (sql) => void (await database.exec(sql)),
  };
  try {
    const migrated = await migrate(session, await readMigrations(MIGRATIONS));
    const client = new PrismaClient({
      adapter: new PrismaPGlite(database),
      transactionOptions: TRANSACTIONS,
    });
    return {
      client,
      concurrency: 1,
      migrated,
      close: async () => {
        await client.$disconnect();
        if (!database.closed) await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function server({ kind: _, ...address }: PostgresAddress & { kind: 'postgres' }): Promise<Connection> {
  const connection = new pg.Client({ ...address, password: address.password ?? undefined });
  await connection.connect();
  const session: SqlSession = {
    query: (sql, values) => connection.query(sql, values),
    script: async (sql) => void (await connection.query(sql)),
  };
  let migrated: readonly string[];
  try {
    migrated = await migrate(session, await readMigrations(MIGRATIONS));
  } finally {
    await connection.end();
  }
  const adapter = new PrismaPg({ ...address, password: address.password ?? undefined, max: POOL });
  const client = new PrismaClient({ adapter, transactionOptions: TRANSACTIONS });
  return { client, concurrency: POOL - 2, migrated, close: () => client.$disconnect() };
}

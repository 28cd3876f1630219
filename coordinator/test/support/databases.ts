/** Both databases, each test with its own. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { DatabaseConfig, PostgresAddress } from '../../src/adapters/database/connect.ts';

export const SERVER: Omit<PostgresAddress, 'database'> = {
  host: process.env['PGHOST'] ?? '127.0.0.1',
  port: Number(process.env['PGPORT'] ?? 5432),
  user: process.env['PGUSER'] ?? 'postgres',
  password: process.env['PGPASSWORD'],
};

async function admin(sql: string): Promise<void> {
  const client = new pg.Client({ ...SERVER, database: 'postgres' });
  await client.connect().catch((cause: unknown) => {
    throw new Error(
      `no PostgreSQL at ${SERVER.host}:${SERVER.port} as ${SERVER.user}: start one, or set PGHOST`,
      { cause },
    );
  });
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

export interface TestDatabase {
  readonly config: DatabaseConfig;
  drop(): Promise<void>;
}

export async function freshPostgres(): Promise<
  TestDatabase & { config: DatabaseConfig & { kind: 'postgres' } }
> {
  const database = `cyxwiz_test_${randomBytes(6).toString('hex')}`;
  await admin(`CREATE DATABASE ${database}`);
  return {
    config: { kind: 'postgres', ...SERVER, database },
    drop: () => admin(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`),
  };
}

export async function freshPglite(): Promise<TestDatabase> {
  return { config: { kind: 'pglite' }, drop: async () => undefined };
}

export const DATABASES = [
  ['PGlite', freshPglite],
  ['PostgreSQL', freshPostgres],
] as const;

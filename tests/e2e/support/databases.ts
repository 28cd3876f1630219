import { randomBytes } from 'node:crypto';
import pg from 'pg';

const server = {
  host: process.env.PGHOST ?? '127.0.0.1',
  port: Number(process.env.PGPORT ?? 5432),
  user: process.env.PGUSER ?? 'postgres',
  ...(process.env.PGPASSWORD ? { password: process.env.PGPASSWORD } : {}),
};

export type OwnDatabase = {
  config: { kind: 'postgres'; host: string; port: number; user: string; password?: string; database: string };
  drop(): Promise<void>;
};

/** A fresh database on the PostgreSQL server, for one test file alone. */
export async function ownPostgres(): Promise<OwnDatabase> {
  const database = `cyxwiz_e2e_${randomBytes(6).toString('hex')}`;
  await asAdmin(`CREATE DATABASE ${database}`);
  return {
    config: { kind: 'postgres', ...server, database },
    drop: () => asAdmin(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`),
  };
}

async function asAdmin(sql: string): Promise<void> {
  const client = new pg.Client({ ...server, database: 'postgres' });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

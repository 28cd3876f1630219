import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';

/** One connection that keeps its session, so that the lock is its own. */
export interface SqlSession {
  query(sql: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
  /** Several statements at once, as one transaction. */
  script(sql: string): Promise<void>;
}

export interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

// Any fixed number; the same one that Prisma's own engine locks, so that both never migrate at once.
const LOCK = 72707369;

// Prisma's own table, so that `prisma migrate deploy` goes on where this stopped, and the other way round.
const TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`;

/** The migrations of the repository in order. */
export async function readMigrations(folder: URL): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(new URL(`${name}/migration.sql`, folder), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Applies what is missing, each migration with its record in one transaction, under a lock. Forward only.
 * The promise holds the names of what was applied.
 * @throws Error when an applied migration was changed or removed, or a newer program wrote this database
 */
export async function migrate(session: SqlSession, migrations: readonly Migration[]): Promise<string[]> {
  await session.query('SELECT pg_advisory_lock($1)', [LOCK]);
  try {
    await session.script(TABLE);
    const { rows } = await session.query(
      'SELECT "migration_name", "checksum" FROM "_prisma_migrations" WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL',
    );
    const applied = new Map(rows.map((row) => [String(row['migration_name']), String(row['checksum'])]));
    for (const name of applied.keys()) {
      if (!migrations.some((migration) => migration.name === name)) {
        throw new Error(
          `the database holds the migration ${name}, which this program does not know: run a newer one`,
        );
      }
    }
    const done: string[] = [];
    for (const migration of migrations) {
      const checksum = applied.get(migration.name);
      if (checksum === migration.checksum) continue;
      if (checksum !== undefined) {
        throw new Error(
          `migration ${migration.name} was changed after it was applied: restore it, add a new one`,
        );
      }
      await apply(session, migration);
      done.push(migration.name);
    }
    return done;
  } finally {
    await session.query('SELECT pg_advisory_unlock($1)', [LOCK]);
  }
}

async function apply(session: SqlSession, { name, sql, checksum }: Migration): Promise<void> {
  if (!/^[0-9]+_[a-z0-9_]+$/.test(name)) throw new Error(`${name} is not a name for a migration`);
  const record =
    'INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "finished_at", "applied_steps_count") ' +
    `VALUES ('${randomUUID()}', '${checksum}', '${name}', now(), 1)`;
  try {
    await session.script(`BEGIN;\n${sql}\n;${record};\nCOMMIT;`);
  } catch (cause) {
    await session.script('ROLLBACK');
    throw new Error(`migration ${name} failed and was undone: ${(cause as Error).message}`, { cause });
  }
}

import { PGlite } from '@electric-sql/pglite';
import { expect } from 'chai';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import {
  type Migration,
  migrate,
  readMigrations,
  type SqlSession,
} from '../../src/adapters/database/migrator.ts';
import { openDatabase } from '../../src/adapters/database/open-database.ts';
import { DATABASES, freshPostgres } from '../support/databases.ts';
import { admitChar, postgresSchemaFactory } from '../support/postgres-schema-factory.ts';
import { DIFF_OPTIONS, migrationsTarget, schemaEngine, schemaTarget } from '../support/schema-engine.ts';

const FOLDER = new URL('../../../migrations/', import.meta.url);

function sessionOf(database: PGlite): SqlSession {
  return {
    query: (sql, values) => database.query(sql, values),
    script: async (sql) => void (await database.exec(sql)),
  };
}

const made = (name: string, sql: string): Migration => ({ name, sql, checksum: name + sql.length });

describe('migrations', function () {
  this.timeout(60_000);

  it('make on PGlite what schema.prisma says', async () => {
    const database = new PGlite();
    const engine = await schemaEngine(new PrismaPGlite(database) as never);
    const diff = await engine.diff({ from: migrationsTarget(), to: schemaTarget(), ...DIFF_OPTIONS });
    expect(diff.stdout?.trim()).to.equal('-- This is an empty migration.');
    expect(diff.exitCode).to.equal(0);
    await database.close();
  });

  it('make on PostgreSQL what schema.prisma says', async () => {
    const server = await freshPostgres();
    const restore = admitChar();
    try {
      const engine = await schemaEngine(postgresSchemaFactory(server.config) as never);
      const diff = await engine.diff({ from: migrationsTarget(), to: schemaTarget(), ...DIFF_OPTIONS });
      expect(diff.stdout?.trim()).to.equal('-- This is an empty migration.');
      expect(diff.exitCode).to.equal(0);
    } finally {
      restore();
      await server.drop();
    }
  });

  for (const [name, fresh] of DATABASES) {
    it(`apply once on ${name} and are recorded as Prisma records them`, async () => {
      const server = await fresh();
      const first = await openDatabase(server.config);
      expect(first.migrated).to.deep.equal((await readMigrations(FOLDER)).map((migration) => migration.name));
      await first.close();
      if (server.config.kind === 'postgres') {
        const second = await openDatabase(server.config);
        expect(second.migrated).to.deep.equal([]);
        await second.close();
      }
      await server.drop();
    });
  }

  it('apply once when many coordinators start together', async () => {
    const server = await freshPostgres();
    const opened = await Promise.all(Array.from({ length: 6 }, () => openDatabase(server.config)));
    expect(opened.flatMap((database) => database.migrated)).to.have.length(
      (await readMigrations(FOLDER)).length,
    );
    await Promise.all(opened.map((database) => database.close()));
    await server.drop();
  });
});

describe('migrator', () => {
  const one = made('1_one', 'CREATE TABLE one (a INT);');

  async function tables(database: PGlite): Promise<string[]> {
    const { rows } = await database.query<{ t: string }>(
      "SELECT tablename AS t FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
    );
    return rows.map((row) => row.t).filter((table) => table !== '_prisma_migrations');
  }
  async function fails(work: Promise<unknown>, message: RegExp) {
    const error = await work.then(
      () => undefined,
      (e: unknown) => e,
    );
    expect((error as Error | undefined)?.message).to.match(message);
  }

  it('undoes a migration that fails in the middle, and goes on after it is mended', async () => {
    const database = new PGlite();
    const broken = made('2_two', 'CREATE TABLE two (a INT); SELECT nonsense;');
    await fails(migrate(sessionOf(database), [one, broken]), /2_two failed and was undone: .*nonsense/);
    expect(await tables(database)).to.deep.equal(['one']);
    const mended = made('2_two', 'CREATE TABLE two (a INT);');
    expect(await migrate(sessionOf(database), [one, mended])).to.deep.equal(['2_two']);
    expect(await tables(database)).to.deep.equal(['one', 'two']);
    await database.close();
  });

  it('refuses a migration that was changed after it was applied', async () => {
    const database = new PGlite();
    await migrate(sessionOf(database), [one]);
    await fails(
      migrate(sessionOf(database), [made('1_one', 'CREATE TABLE other (a INT);')]),
      /1_one was changed/,
    );
    expect(await tables(database)).to.deep.equal(['one']);
    await database.close();
  });

  it('refuses a database of a newer program', async () => {
    const database = new PGlite();
    await migrate(sessionOf(database), [one, made('2_two', 'SELECT 1;')]);
    await fails(migrate(sessionOf(database), [one]), /2_two, which this program does not know/);
    await database.close();
  });
});

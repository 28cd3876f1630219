/**
 * Prisma's schema engine as WebAssembly: the native one is a download, which neither CI nor a bare machine may need.
 * Only tests use it, to hold migrations/ against schema.prisma.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';

const SCHEMA_FILE = new URL('../../prisma/schema.prisma', import.meta.url);
const MIGRATIONS = new URL('../../../migrations/', import.meta.url);

function instantiate(): void {
  const path = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = readFileSync(path.replace(/\.js$/, '.wasm'));
  const bindings = { './schema_engine_bg.js': glue } as unknown as WebAssembly.Imports;
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), bindings);
  (glue as unknown as { __wbg_set_wasm(exports: WebAssembly.Exports): void }).__wbg_set_wasm(
    instance.exports,
  );
  (instance.exports['__wbindgen_start'] as (() => void) | undefined)?.();
}

let ready = false;

/** The schema engine over one database. */
export async function schemaEngine(factory: SqlMigrationAwareDriverAdapterFactory) {
  if (!ready) instantiate();
  ready = true;
  const schema = readFileSync(SCHEMA_FILE, 'utf8');
  const adapter = bindMigrationAwareSqlAdapterFactory(factory);
  const options = { datamodels: [['schema.prisma', schema]] };
  const Engine = glue.SchemaEngine as unknown as {
    new: (options: unknown, log: (line: string) => void, adapter: unknown) => Promise<RawEngine>;
  };
  return Engine.new(options, () => undefined, adapter);
}

interface RawEngine {
  diff(params: unknown): Promise<{ exitCode: number; stdout: string | null }>;
}

export const schemaTarget = () => ({
  tag: 'schemaDatamodel',
  files: [{ path: 'schema.prisma', content: readFileSync(SCHEMA_FILE, 'utf8') }],
});

export function migrationsTarget() {
  const names = readdirSync(MIGRATIONS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return {
    tag: 'migrations',
    baseDir: 'migrations',
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: names
      .map((entry) => entry.name)
      .sort()
      .map((name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok', value: readFileSync(new URL(`${name}/migration.sql`, MIGRATIONS), 'utf8') },
        },
      })),
  };
}

export const DIFF_OPTIONS = {
  script: true,
  exitCode: true,
  filters: { externalTables: [], externalEnums: [] },
  shadowDatabaseUrl: null,
};

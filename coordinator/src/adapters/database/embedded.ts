import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';

/** One connection needs little: PostgreSQL's own defaults would keep 80 MiB more. */
export const POSTGRES_CONF = ['shared_buffers = 4MB', 'wal_buffers = 256kB', 'max_connections = 5'];

/** PGlite in `folder`, or in memory without one. */
export async function openEmbedded(folder: string | undefined): Promise<PGlite> {
  if (folder !== undefined && !existsSync(join(folder, 'PG_VERSION'))) {
    // PGlite makes its own folder, but not the ones above it.
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await prepare(folder);
  }
  const options = { postgresqlconf: POSTGRES_CONF };
  const database = folder === undefined ? new PGlite(options) : new PGlite(folder, options);
  await database.waitReady;
  return database;
}

/** A new database is made by a process of its own, so that the 300 MiB this takes end with it. */
function prepare(folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const maker = fileURLToPath(new URL('./prepare-folder.ts', import.meta.url));
    execFile(process.execPath, [maker, folder], (error, _out, complaint) => {
      if (error) reject(new Error(`could not make a database in ${folder}: ${complaint || error.message}`));
      else resolve();
    });
  });
}

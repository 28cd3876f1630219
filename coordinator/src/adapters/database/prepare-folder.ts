import { PGlite } from '@electric-sql/pglite';
import { POSTGRES_CONF } from './embedded.ts';

/** Run as a program: makes a new database in the folder that is its argument. */
const database = new PGlite(process.argv[2] ?? '', { postgresqlconf: POSTGRES_CONF });
await database.waitReady;
await database.close();

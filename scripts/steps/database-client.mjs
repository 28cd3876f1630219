import { run } from '../lib/exec.mjs';

/** The coordinator's database client from its schema (committed; made again for `generate` and the drift check). */
export function generateDatabaseClient() {
  run('npm', ['run', '--silent', 'generate', '--workspace', 'coordinator'], {
    // Prisma would download its schema engine; generating the client does not use it.
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true', CHECKPOINT_DISABLE: '1' },
  });
}

import { defineConfig } from 'prisma/config';

/** Only for Prisma's own command line: the coordinator applies the same migrations itself when it starts. */
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: '../migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? 'postgresql://postgres@127.0.0.1:5432/cyxwiz' },
});

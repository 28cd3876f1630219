import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { SessionStore, StoredSession } from '../../ports/session-store.ts';
import { writeAtomically } from './atomic-file.ts';

const schema = z.array(
  z.strictObject({ hash: z.string().regex(/^[0-9a-f]{64}$/), job: z.string(), expiresAtMs: z.number() }),
);

/** Sessions in one small file. Losing it costs clients a new token, so a damaged one counts as empty. */
export class SessionFile implements SessionStore {
  readonly #path: string;

  constructor(dataDir: string) {
    this.#path = join(dataDir, 'sessions.json');
  }

  async load(): Promise<StoredSession[]> {
    try {
      return schema.parse(JSON.parse(await readFile(this.#path, 'utf8')));
    } catch {
      return [];
    }
  }

  async save(sessions: readonly StoredSession[]): Promise<void> {
    await writeAtomically(this.#path, Buffer.from(JSON.stringify(sessions)));
  }
}

import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SpentTokens } from '../../ports/job-store.ts';
import { syncFolder, writeAtomically } from './atomic-file.ts';

const NAME = 'spent-tokens.log';

/** Ids in memory from which on expired ones are looked for. */
const SWEEP_AT = 1024;

/**
 * Ids of used tokens, one a line (`<expiry ms> <sha256 of the id>`), flushed before anybody is answered. Those whose
 * token has expired are forgotten: an expired token is refused for its age.
 */
export class SpentTokenLog implements SpentTokens {
  readonly #known: Map<string, number>;
  readonly #file: FileHandle;
  readonly #nowMs: () => number;
  #tail: Promise<unknown> = Promise.resolve();

  private constructor(known: Map<string, number>, file: FileHandle, nowMs: () => number) {
    this.#known = known;
    this.#file = file;
    this.#nowMs = nowMs;
  }

  static async open(dataDir: string, nowMs: () => number): Promise<SpentTokenLog> {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    const path = join(dataDir, NAME);
    // What cannot be read must not count as empty: it would be overwritten, and old tokens would work again.
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    const known = new Map<string, number>();
    for (const line of text.split('\n')) {
      const match = /^(\d{1,16}) ([0-9a-f]{64})$/.exec(line);
      if (match !== null && Number(match[1]) > nowMs()) known.set(match[2] as string, Number(match[1]));
    }
    const kept = [...known].map(([hash, expiry]) => `${expiry} ${hash}\n`).join('');
    await writeAtomically(path, Buffer.from(kept));
    const file = await open(path, 'a', 0o600);
    await syncFolder(dataDir);
    return new SpentTokenLog(known, file, nowMs);
  }

  async spend(id: string, expiresAtMs: number): Promise<boolean> {
    const hash = createHash('sha256').update(id).digest('hex');
    // Taken before the first await: of two requests with one token, one finds it here.
    if (this.#known.has(hash)) return false;
    this.#forget();
    this.#known.set(hash, expiresAtMs);
    const written = this.#tail.then(async () => {
      // The break in front ends a line that a full disk has torn.
      await this.#file.appendFile(`\n${Math.ceil(expiresAtMs)} ${hash}\n`);
      await this.#file.datasync();
    });
    this.#tail = written.catch(() => undefined);
    await written;
    return true;
  }

  #forget(): void {
    if (this.#known.size < SWEEP_AT) return;
    const now = this.#nowMs();
    for (const [hash, expiry] of this.#known) if (expiry <= now) this.#known.delete(hash);
  }

  async close(): Promise<void> {
    await this.#tail;
    await this.#file.close();
  }
}

import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { type AgentStatus, agentStatusSchema, STATUS_LIVES_MS } from '../../domain/agent-status.ts';
import { messageOf, NodeError } from '../../domain/errors.ts';
import type { DrainNotice, DrainNotices } from '../../ports/drain-notices.ts';
import type { StatusBoard } from '../../ports/status-board.ts';
import { writeAtomically } from './atomic-file.ts';

const STATUS = 'agent.json';
const NOTICE = 'drain.json';

const noticeSchema = z.strictObject({
  sinceMs: z.number().int().nonnegative(),
  deadlineMs: z.number().int().nonnegative().nullable(),
});

/** `drain.json` in the node's data folder: there while the owner wants the node to drain. */
export class DrainFile implements DrainNotices {
  readonly #path: string;

  constructor(dataDir: string) {
    this.#path = join(dataDir, NOTICE);
  }

  /** @throws NodeError CONFIG_INVALID for a file that is no notice */
  async read(): Promise<DrainNotice | null> {
    const text = await readIfThere(this.#path);
    if (text === null) return null;
    try {
      return noticeSchema.parse(JSON.parse(text));
    } catch (error) {
      throw new NodeError('CONFIG_INVALID', `${this.#path} is no notice to drain: ${messageOf(error)}`);
    }
  }

  async leave(notice: DrainNotice): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
    await writeAtomically(this.#path, Buffer.from(`${JSON.stringify(notice)}\n`));
  }

  async clear(): Promise<void> {
    await rm(this.#path, { force: true });
  }
}

/** `agent.json` in the node's data folder: what a running agent is doing. */
export class StatusFile implements StatusBoard {
  readonly #path: string;

  constructor(dataDir: string) {
    this.#path = join(dataDir, STATUS);
  }

  /** Not flushed: it is worth nothing after a power cut. */
  async show(status: AgentStatus): Promise<void> {
    const beside = `${this.#path}.${randomBytes(4).toString('hex')}.tmp`;
    await writeFile(beside, JSON.stringify(status), { mode: 0o600 });
    await rename(beside, this.#path);
  }

  async clear(): Promise<void> {
    await rm(this.#path, { force: true });
  }

  /** What a running agent shows; null when none runs, or none that still says so. */
  async read(nowMs: number): Promise<AgentStatus | null> {
    const text = await readIfThere(this.#path);
    if (text === null) return null;
    const parsed = agentStatusSchema.safeParse(parseJson(text));
    if (!parsed.success) return null;
    const { atMs, pid } = parsed.data;
    return nowMs - atMs <= STATUS_LIVES_MS && isRunning(pid) ? parsed.data : null;
  }
}

function readIfThere(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, but somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

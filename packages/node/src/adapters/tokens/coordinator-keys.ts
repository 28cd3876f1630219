import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { messageOf, NodeError } from '../../domain/errors.ts';
import type { Chain } from '../../ports/chain.ts';
import type { Clock } from '../../ports/clock.ts';
import { writeAtomically } from '../disk/atomic-file.ts';

/** A key that was taken out of the account is refused after so long, if the chain can be read. */
const FRESH_MS = 60_000;
/** Strangers who name keys that nobody knows, and an RPC node that is away, are not asked about more often. */
const PAUSE_MS = 5_000;
/** What was read longer ago counts for nothing: a leaked key that was taken out must not live on by an RPC node's silence. */
const LONGEST_MS = 3_600_000;

const keptSchema = z.strictObject({
  account: z.string(),
  keys: z.array(z.string()).min(1),
  readAtMs: z.number(),
});
type Kept = z.infer<typeof keptSchema>;

/**
 * The keys with which a coordinator signs tokens, as its account on chain names them: the account is chosen by the node's
 * owner, so the coordinator has no say in them. What was read is kept on disk, so that clients of running jobs can come back
 * to an agent that restarts while the chain is away.
 */
export class CoordinatorKeys {
  readonly account: string;
  readonly #chain: Pick<Chain, 'coordinatorKeys'>;
  readonly #clock: Clock;
  readonly #path: string;
  #kept: Kept | null;
  #triedAtMs = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | null = null;
  /** Why it could not be read the last time. */
  #why = '';

  private constructor(
    account: string,
    chain: Pick<Chain, 'coordinatorKeys'>,
    clock: Clock,
    path: string,
    kept: Kept | null,
  ) {
    this.account = account;
    this.#chain = chain;
    this.#clock = clock;
    this.#path = path;
    this.#kept = kept;
  }

  static async open(
    dataDir: string,
    account: string,
    chain: Pick<Chain, 'coordinatorKeys'>,
    clock: Clock,
  ): Promise<CoordinatorKeys> {
    const path = join(dataDir, 'coordinator-keys.json');
    const text = await readFile(path, 'utf8').catch(() => null);
    const parsed = text === null ? null : keptSchema.safeParse(parseJson(text));
    const kept = parsed?.success === true && parsed.data.account === account ? parsed.data : null;
    return new CoordinatorKeys(account, chain, clock, path, kept);
  }

  /** Whether this key, base58, signs the coordinator's tokens now. @throws NodeError KEYS_UNAVAILABLE */
  async has(key: string): Promise<boolean> {
    if (this.#olderThan(FRESH_MS) || !this.#kept?.keys.includes(key)) await this.refresh();
    return this.#kept?.keys.includes(key) === true;
  }

  /** Reads the account, unless it was just read. @throws NodeError KEYS_UNAVAILABLE when nothing is known that may be used */
  async refresh(): Promise<void> {
    if (this.#clock.nowMs() - this.#triedAtMs >= PAUSE_MS || this.#reading !== null) {
      this.#reading ??= this.#read().finally(() => {
        this.#reading = null;
      });
      await this.#reading.catch((error: unknown) => {
        this.#why = messageOf(error);
      });
    }
    if (!this.#olderThan(LONGEST_MS)) return;
    throw new NodeError(
      'KEYS_UNAVAILABLE',
      `the keys of coordinator ${this.account} are not known: ${this.#why}`,
      {
        coordinator: this.account,
      },
    );
  }

  async #read(): Promise<void> {
    this.#triedAtMs = this.#clock.nowMs();
    const keys = await this.#chain.coordinatorKeys(this.account);
    if (keys === null) {
      // Its authority closed it: whatever it signed counts for nothing.
      this.#kept = null;
      await rm(this.#path, { force: true });
      throw new Error(
        'there is no such account on chain; its operator makes it: cyxwiz coordinator register',
      );
    }
    this.#kept = { account: this.account, keys: [...keys], readAtMs: this.#clock.nowMs() };
    await writeAtomically(this.#path, Buffer.from(JSON.stringify(this.#kept)));
  }

  #olderThan(ms: number): boolean {
    return this.#kept === null || this.#clock.nowMs() - this.#kept.readAtMs >= ms;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

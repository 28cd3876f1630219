import { createHash, randomBytes } from 'node:crypto';
import { NodeError } from '../domain/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { SessionStore, StoredSession } from '../ports/session-store.ts';

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** Sessions of clients: random tokens, each good for one job until it expires. Only hashes are kept. */
export class Sessions {
  readonly #store: SessionStore;
  readonly #clock: Clock;
  readonly #seconds: number;
  readonly #sessions = new Map<string, StoredSession>();
  #saving: Promise<void> = Promise.resolve();

  private constructor(store: SessionStore, clock: Clock, seconds: number) {
    this.#store = store;
    this.#clock = clock;
    this.#seconds = seconds;
  }

  static async open(store: SessionStore, clock: Clock, seconds: number): Promise<Sessions> {
    const sessions = new Sessions(store, clock, seconds);
    for (const stored of await store.load()) sessions.#sessions.set(stored.hash, stored);
    return sessions;
  }

  /** A new session for `job`; resolves when it is on disk. */
  async issue(job: string): Promise<string> {
    const now = this.#clock.nowMs();
    for (const [hash, session] of this.#sessions) if (session.expiresAtMs <= now) this.#sessions.delete(hash);
    const token = randomBytes(32).toString('base64url');
    const hash = hashOf(token);
    this.#sessions.set(hash, { hash, job, expiresAtMs: now + 1000 * this.#seconds });
    this.#saving = this.#saving
      .catch(() => undefined)
      .then(() => this.#store.save([...this.#sessions.values()]));
    await this.#saving;
    return token;
  }

  knows(token: string | undefined): boolean {
    try {
      return this.jobOf(token) !== '';
    } catch {
      return false;
    }
  }

  /** The job that a token is good for. @throws NodeError SESSION_* */
  jobOf(token: string | undefined): string {
    if (token === undefined || token === '') {
      throw new NodeError(
        'SESSION_MISSING',
        'the metadata cyxwiz-session is missing: call Connect and send its session',
      );
    }
    const session = TOKEN.test(token) ? this.#sessions.get(hashOf(token)) : undefined;
    if (session === undefined) {
      throw new NodeError('SESSION_UNKNOWN', 'this session is not known here: call Connect with a new token');
    }
    if (session.expiresAtMs <= this.#clock.nowMs()) {
      throw new NodeError('SESSION_EXPIRED', 'the session has expired: call Connect with a new token');
    }
    return session.job;
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

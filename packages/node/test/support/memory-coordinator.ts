import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { Keypair, PublicKey } from '@solana/web3.js';
import { SignJWT } from 'jose';
import type {
  Assignment,
  CompletionReport,
  Coordinator,
  CoordinatorSession,
  Presence,
  ProgressReport,
} from '../../src/ports/coordinator.ts';

/** Account of the coordinator that is played, where no chain says otherwise. */
export const ISSUER = Keypair.fromSeed(new Uint8Array(32).fill(77)).publicKey.toBase58();

export interface TokenChanges {
  readonly issuer?: string;
  readonly audience?: string;
  readonly subject?: string;
  readonly job?: string;
  readonly jti?: string;
  readonly expiresInSeconds?: number;
  readonly clientKey?: Uint8Array | null;
  readonly signer?: KeyObject;
  readonly kid?: string;
}

/** Hands out assignments and signs tokens as a coordinator does. */
export class MemoryCoordinator implements Coordinator {
  readonly keys = generateKeyPairSync('ed25519');
  readonly progress: ProgressReport[] = [];
  readonly completions: CompletionReport[] = [];
  readonly presence: Presence[] = [];
  /** Its account on chain. */
  account = ISSUER;
  endpoint = '';
  /** Sessions that it opened, and how long they last. */
  sessions = 0;
  sessionMs = 3_600_000;
  down = false;
  /** Jobs that it has reserved for the node. */
  reserved: readonly string[] = [];
  #queue: Assignment[] = [];
  #wake: (() => void) | null = null;

  /** What signs its tokens, as its account names it. */
  get key(): string {
    return keyName(this.keys.publicKey);
  }

  async openSession(endpoint: string): Promise<CoordinatorSession> {
    this.#reach();
    this.endpoint = endpoint;
    this.sessions += 1;
    return {
      expiresAtMs: Date.now() + this.sessionMs,
      heartbeatSeconds: 1,
      issuer: this.account,
    };
  }

  async heartbeat(presence: Presence): Promise<readonly string[]> {
    this.#reach();
    this.presence.push(presence);
    return presence.draining ? this.reserved : [];
  }

  assign(assignment: Assignment): void {
    this.#queue.push(assignment);
    this.#wake?.();
  }

  async *assignments(signal: AbortSignal): AsyncIterable<Assignment> {
    while (!signal.aborted) {
      const next = this.#queue.shift();
      if (next !== undefined) {
        yield next;
        continue;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  async reportProgress(report: ProgressReport): Promise<void> {
    this.#reach();
    this.progress.push(report);
  }

  async reportCompletion(report: CompletionReport): Promise<void> {
    this.#reach();
    this.completions.push(report);
  }

  close(): void {}

  async token(
    node: string,
    wallet: string,
    job: string,
    key: Uint8Array,
    changes: TokenChanges = {},
  ): Promise<string> {
    const clientKey = changes.clientKey === undefined ? key : changes.clientKey;
    const jwk = clientKey && { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(clientKey).toString('base64url') };
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ job: changes.job ?? job, ...(jwk ? { cnf: { jwk } } : {}) })
      .setProtectedHeader({ alg: 'EdDSA', kid: changes.kid ?? this.key })
      .setIssuer(changes.issuer ?? this.account)
      .setAudience(changes.audience ?? node)
      .setSubject(changes.subject ?? wallet)
      .setJti(changes.jti ?? randomUUID())
      .setIssuedAt(now)
      .setExpirationTime(now + (changes.expiresInSeconds ?? 300))
      .sign(changes.signer ?? this.keys.privateKey);
  }

  #reach(): void {
    if (this.down) throw new Error('connection refused');
  }
}

/** An ed25519 key in base58. */
export function keyName(key: KeyObject): string {
  return new PublicKey(Buffer.from(key.export({ format: 'jwk' }).x as string, 'base64url')).toBase58();
}

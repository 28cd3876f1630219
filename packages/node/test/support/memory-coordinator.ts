import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { exportJWK, SignJWT } from 'jose';
import type {
  Assignment,
  CompletionReport,
  Coordinator,
  CoordinatorSession,
  Presence,
  ProgressReport,
} from '../../src/ports/coordinator.ts';

export const ISSUER = 'http://coordinator.test';

export interface TokenChanges {
  readonly issuer?: string;
  readonly audience?: string;
  readonly subject?: string;
  readonly job?: string;
  readonly jti?: string;
  readonly expiresInSeconds?: number;
  readonly clientKey?: Uint8Array | null;
  readonly signer?: KeyObject;
}

/** Hands out assignments and signs tokens as a coordinator does. */
export class MemoryCoordinator implements Coordinator {
  readonly keys = generateKeyPairSync('ed25519');
  readonly progress: ProgressReport[] = [];
  readonly completions: CompletionReport[] = [];
  readonly presence: Presence[] = [];
  endpoint = '';
  down = false;
  #queue: Assignment[] = [];
  #wake: (() => void) | null = null;

  async jwksJson(): Promise<string> {
    return JSON.stringify({ keys: [{ ...(await exportJWK(this.keys.publicKey)), alg: 'EdDSA', kid: 'k1' }] });
  }

  async openSession(endpoint: string): Promise<CoordinatorSession> {
    this.#reach();
    this.endpoint = endpoint;
    return {
      expiresAtMs: Date.now() + 3_600_000,
      heartbeatSeconds: 1,
      jwksJson: await this.jwksJson(),
      issuer: ISSUER,
    };
  }

  async heartbeat(presence: Presence): Promise<void> {
    this.#reach();
    this.presence.push(presence);
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
      .setProtectedHeader({ alg: 'EdDSA', kid: 'k1' })
      .setIssuer(changes.issuer ?? ISSUER)
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

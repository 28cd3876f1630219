import { createHash } from 'node:crypto';
import { toHex, verifyEd25519 } from '@cyxwiz/protocol';
import { type SignInRequest, signInText } from '@cyxwiz/protocol/sign-in';
import { fault } from '../domain/fault.ts';
import { LIMITS } from '../domain/limits.ts';
import { nonceOf, STATEMENT } from '../domain/sign-in.ts';
import type { SharedState } from '../ports/shared-state.ts';
import type { Clock, Random } from '../ports/system.ts';

export interface SignInDeps {
  readonly shared: SharedState;
  readonly clock: Clock;
  readonly random: Random;
  /** The page's own address. */
  readonly pageUrl: () => string;
  readonly keyBytes: (address: string) => Uint8Array;
}

export interface PageSession {
  readonly wallet: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface SignedIn extends PageSession {
  /** Whoever holds it is signed in; kept nowhere but in the browser. */
  readonly token: string;
}

const keyOf = (token: string) => createHash('sha256').update(token).digest('hex');

/** Signing in with a wallet, and what follows from it. */
export function signIn(deps: SignInDeps) {
  const { shared, clock, random } = deps;
  return {
    /** A question for the wallet: good once, for a few minutes, at this address only. */
    async request(wallet: string): Promise<SignInRequest> {
      const nonce = toHex(random.bytes(16));
      const now = clock.now();
      const request: SignInRequest = {
        domain: new URL(deps.pageUrl()).host,
        address: wallet,
        statement: STATEMENT,
        uri: deps.pageUrl(),
        version: '1',
        nonce,
        issuedAt: new Date(now).toISOString(),
        expirationTime: new Date(now + LIMITS.signInMs).toISOString(),
      };
      await shared.once.put(`sign-in:${nonce}`, JSON.stringify(request), LIMITS.signInMs);
      return request;
    },

    /** @throws FaultError `SIGN_IN_UNKNOWN`, `SIGN_IN_MISMATCH`, `WALLET_SIGNATURE_INVALID` */
    async open(wallet: string, message: Uint8Array, signature: Uint8Array): Promise<SignedIn> {
      const text = new TextDecoder().decode(message);
      const nonce = nonceOf(text);
      const kept = nonce && (await shared.once.take(`sign-in:${nonce}`));
      if (!kept) {
        throw fault(
          'SIGN_IN_UNKNOWN',
          'this sign-in was not asked for here, was used already, or is too old',
          'sign in again',
        );
      }
      const asked = JSON.parse(kept) as SignInRequest;
      const current = Date.parse(asked.expirationTime) > clock.now();
      if (!current || asked.address !== wallet || text !== signInText(asked)) {
        throw fault(
          'SIGN_IN_MISMATCH',
          'what the wallet signed is not what it was asked to sign',
          'sign in again with the account that is connected; a wallet that changes the text cannot be used here',
        );
      }
      if (!verifyEd25519(deps.keyBytes(wallet), message, signature)) {
        throw fault('WALLET_SIGNATURE_INVALID', `the signature is not that of ${wallet}`, 'sign in again');
      }
      const token = toHex(random.bytes(32));
      const session = { wallet, expiresAt: clock.now() + LIMITS.pageSessionMs };
      await shared.sessions.put(keyOf(token), JSON.stringify(session), LIMITS.pageSessionMs);
      return { ...session, token };
    },

    /** Who is signed in; undefined: nobody. */
    async session(token: string | undefined): Promise<PageSession | undefined> {
      const kept = token === undefined ? undefined : await shared.sessions.get(keyOf(token));
      if (kept === undefined) return undefined;
      const session = JSON.parse(kept) as PageSession;
      return session.expiresAt > clock.now() ? session : undefined;
    },

    async close(token: string): Promise<void> {
      await shared.sessions.delete(keyOf(token));
    },
  };
}

import type { SignInRequest } from '@cyxwiz/protocol/sign-in';
import { useEffect, useState } from 'preact/hooks';
import { askJson } from '../rest/api.ts';
import { askSignIn } from './ask-sign-in.ts';
import { walletState } from './store.ts';

interface Session {
  readonly wallet?: string;
  readonly expiresAt?: string;
}

let known: Session | undefined;
const listeners = new Set<() => void>();

function set(session: Session): void {
  known = session;
  for (const listener of listeners) listener();
}

/** Who is signed in; undefined while that is not known yet. The cookie itself no script can read. */
export function useSession(): Session | undefined {
  const [seen, setSeen] = useState(known);
  useEffect(() => {
    const look = () => setSeen(known);
    listeners.add(look);
    if (known === undefined) void askJson<Session>('GET', '/v1/session').then(set, () => set({}));
    look();
    return () => void listeners.delete(look);
  }, []);
  return seen;
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

/** Asks the connected wallet once. @throws Error of the wallet or of the coordinator */
export async function signIn(): Promise<void> {
  const { wallet, account } = walletState();
  if (!wallet || !account) throw new Error('no wallet is connected');
  const request = await askJson<SignInRequest>('POST', '/v1/session/request', { wallet: account.address });
  const { signedMessage, signature } = await askSignIn(wallet, account, request);
  const body = { wallet: account.address, message: base64(signedMessage), signature: base64(signature) };
  set(await askJson<Session>('POST', '/v1/session', body));
}

export async function signOut(): Promise<void> {
  await askJson('DELETE', '/v1/session');
  set({});
}

/** The coordinator knows nobody any more. */
export const sessionOver = () => set({});

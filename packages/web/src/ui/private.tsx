import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { wordsOf } from '../sign/unsafe.ts';
import { canSignIn } from '../wallet/ask-sign-in.ts';
import { sessionOver, signIn, signOut, useSession } from '../wallet/session.ts';
import { useWallet } from '../wallet/store.ts';
import { Address, Loading, Notice } from './parts.tsx';
import { useLoaded } from './use.ts';

/** Something that one wallet may see: it signs in first, by a message that moves nothing. */
export function Private<T>(props: {
  wallet: string;
  /** What one signs in for. */
  what: string;
  load: () => Promise<T>;
  children: (value: T) => ComponentChildren;
}) {
  const { wallet: connected, account } = useWallet();
  const session = useSession();
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const run = async (work: () => Promise<void>) => {
    setAsking(true);
    setFailure(undefined);
    await work().catch(setFailure);
    setAsking(false);
  };
  if (!session) return <Loading what="Asking who is signed in…" />;
  const mine = session.wallet === props.wallet;
  return (
    <>
      {failure !== undefined && (
        <Notice kind="bad" title={wordsOf(failure).message} next={wordsOf(failure).next} />
      )}
      {mine && <Shown key={props.wallet} load={props.load} show={props.children} />}
      {!mine && session.wallet !== undefined && (
        <p class="small">
          Signed in as <Address of={session.wallet} label="the address that is signed in" />, which may not
          see this.
        </p>
      )}
      {!mine && account?.address !== props.wallet && (
        <p class="small">
          {props.what} For the wallet <Address of={props.wallet} label="that wallet’s address" />: connect it
          to sign in.
        </p>
      )}
      <div class="actions">
        {!mine && account?.address === props.wallet && (
          <>
            <span class="grow">
              {props.what} Signing in is a message; it moves nothing, and ends after eight hours.
            </span>
            <button
              type="button"
              class="quiet"
              disabled={asking || !connected || !canSignIn(connected)}
              onClick={() => void run(signIn)}
            >
              {asking ? 'Your wallet asks you now…' : 'Sign in'}
            </button>
          </>
        )}
        {session.wallet !== undefined && (
          <button type="button" class="quiet" disabled={asking} onClick={() => void run(signOut)}>
            Sign out
          </button>
        )}
      </div>
      {!mine && connected && !canSignIn(connected) && (
        <Notice
          kind="warn"
          title={`${connected.name} cannot sign messages`}
          next="use another wallet to see what is private; everything else works"
        />
      )}
    </>
  );
}

function Shown<T>({ load, show }: { load: () => Promise<T>; show: (value: T) => ComponentChildren }) {
  const loaded = useLoaded('private', load);
  const over = loaded.state === 'failed' && (loaded.error as { code?: string }).code === 'NOT_SIGNED_IN';
  useEffect(() => {
    if (over) sessionOver();
  }, [over]);
  if (loaded.state === 'ready') return <>{show(loaded.value)}</>;
  if (loaded.state === 'loading') return <Loading what="Reading what is yours…" />;
  return <Notice kind="bad" title={wordsOf(loaded.error).message} next={wordsOf(loaded.error).next} />;
}

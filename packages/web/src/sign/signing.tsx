import type { TransactionInstruction } from '@solana/web3.js';
import { useRef, useState } from 'preact/hooks';
import type { Cluster } from '../chain/cluster.ts';
import type { Effects } from '../chain/effects.ts';
import { Address, Notice } from '../ui/parts.tsx';
import { WalletBar } from '../ui/wallet-bar.tsx';
import { useWallet } from '../wallet/store.ts';
import { Expired, type Step, signAndFollow } from './follow.ts';
import { wordsOf } from './unsafe.ts';

const WORDS: Readonly<Record<Step, string>> = {
  preparing: 'Looking at the chain once more…',
  asking: 'Your wallet asks you now. Confirm there, or refuse.',
  checking: 'Signed. Checking what your wallet gave back…',
  sending: 'Sent. Waiting for the chain to include it…',
  confirmed: 'Included. It will be final in some seconds…',
  finalized: 'Final: nothing can undo it.',
};
const ORDER: readonly Step[] = ['asking', 'sending', 'confirmed', 'finalized'];

/** The button that asks the wallet, and everything that can become of that. */
export function Signing(props: {
  cluster: Cluster;
  /** Whose transaction it is; undefined: of whoever signs. */
  wallet: string | undefined;
  label: string;
  /** Why nobody may sign now. */
  barred?: string | undefined;
  instructions: (wallet: string) => Promise<readonly TransactionInstruction[]>;
  check: (effects: Effects) => void;
  onConfirmed: (signature: string) => void;
}) {
  const { wallet, account } = useWallet();
  const [step, setStep] = useState<Step>();
  const [signature, setSignature] = useState<string>();
  const [failure, setFailure] = useState<{ message: string; next: string; again: boolean }>();
  const attempt = useRef<AbortController>(undefined);
  const other = account && props.wallet !== undefined && account.address !== props.wallet;

  const start = async () => {
    if (!wallet || !account) return;
    const abort = new AbortController();
    attempt.current = abort;
    // Whoever stopped waiting is not told what became of it.
    const mine = () => attempt.current === abort;
    setFailure(undefined);
    setSignature(undefined);
    try {
      const instructions = await props.instructions(account.address);
      await signAndFollow({
        wallet,
        account,
        cluster: props.cluster,
        instructions,
        check: props.check,
        signal: abort.signal,
        onStep: (now, id) => {
          if (!mine()) return;
          setStep(now);
          if (id !== undefined) setSignature(id);
          if (now === 'confirmed' && id !== undefined) props.onConfirmed(id);
        },
      });
    } catch (error) {
      if (!mine()) return;
      setStep(undefined);
      setFailure({ ...wordsOf(error), again: error instanceof Expired });
    }
  };
  const stop = () => {
    attempt.current?.abort();
    attempt.current = undefined;
    setStep(undefined);
    setFailure({
      message: 'You stopped waiting for your wallet. A signature that still comes is thrown away',
      next: 'nothing has been paid; close the question in your wallet, then sign again if you like',
      again: false,
    });
  };

  return (
    <section class="signing" aria-label="Signature">
      <WalletBar reason="Connect the wallet that signs" />
      {other && (
        <Notice
          kind="warn"
          title="Your wallet shows another account"
          next={`switch it back to ${props.wallet}, or start again from the program with this one`}
        >
          This was prepared for <Address of={props.wallet ?? ''} />, and nobody else can sign it.
        </Notice>
      )}
      {failure && (
        <Notice kind={failure.again ? 'warn' : 'bad'} title={failure.message} next={failure.next} />
      )}
      {step === undefined ? (
        <>
          {props.barred && <Notice kind="warn" title={props.barred} />}
          <button
            type="button"
            class="primary"
            disabled={!account || other || props.barred !== undefined}
            onClick={start}
          >
            {failure ? `${props.label} again` : props.label}
          </button>
        </>
      ) : (
        <div class="steps" role="status">
          <p>
            {step !== 'finalized' && <span class="spinner" aria-hidden="true" />}
            {WORDS[step]}
          </p>
          <ol aria-hidden="true">
            {ORDER.map((one) => (
              <li key={one} class={ORDER.indexOf(one) <= ORDER.indexOf(step) ? 'done' : ''} />
            ))}
          </ol>
          {signature && (
            <p class="small">
              Transaction <Address of={signature} label="the transaction’s signature" />
            </p>
          )}
          {step === 'asking' && (
            <button type="button" class="quiet" onClick={stop}>
              My wallet does not answer: stop waiting
            </button>
          )}
        </div>
      )}
    </section>
  );
}

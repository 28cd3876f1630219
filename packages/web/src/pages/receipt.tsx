import { useState } from 'preact/hooks';
import type { Verified } from '../receipt/verify.ts';
import { wordsOf } from '../sign/unsafe.ts';
import { Loading, Notice } from '../ui/parts.tsx';

/** Address of the part that checks; the bundler knows it. */
declare const RECEIPT_VERIFIER: string;

type State =
  | { readonly state: 'waiting' }
  | { readonly state: 'checking' }
  | { readonly state: 'checked'; readonly verified: Verified }
  | { readonly state: 'failed'; readonly error: unknown };

export default function ReceiptPage() {
  const [files, setFiles] = useState<Readonly<Record<string, File | undefined>>>({});
  const [state, setState] = useState<State>({ state: 'waiting' });
  const choose = (name: string) => (file: File | undefined) =>
    setFiles((before) => ({ ...before, [name]: file }));
  const { receipt, ledger, weights } = files;
  const check = async () => {
    if (!receipt) return;
    setState({ state: 'checking' });
    try {
      const { verifyFiles } = (await import(RECEIPT_VERIFIER)) as typeof import('../receipt/verify.ts');
      setState({ state: 'checked', verified: await verifyFiles({ receipt, ledger, weights }) });
    } catch (error) {
      setState({ state: 'failed', error });
    }
  };
  return (
    <>
      <h1 tabIndex={-1}>Receipt</h1>
      <p>
        Checks a job’s receipt in this browser: signatures, transactions, money, checkpoints, and the proof
        itself, whose pairing is computed here. The files stay on your machine.
      </p>
      <div class="filters">
        <Choose name="The receipt" accept=".json" onChoose={choose('receipt')} />
        <Choose name="Its ledger (else the chain is asked)" accept=".json" onChoose={choose('ledger')} />
        <Choose name="The weights, if you have them" accept="" onChoose={choose('weights')} />
      </div>
      <button type="button" class="primary" disabled={!receipt || state.state === 'checking'} onClick={check}>
        Check
      </button>
      {state.state === 'checking' && <Loading what="Checking…" />}
      {state.state === 'failed' && (
        <Notice kind="bad" title={wordsOf(state.error).message} next={wordsOf(state.error).next} />
      )}
      {state.state === 'checked' && <Outcome {...state.verified} />}
      <p class="small">
        The code that checks comes from whoever serves this page. Who does not trust them runs{' '}
        <code>cyxwiz verify</code> from a checkout of their own.
      </p>
    </>
  );
}

function Choose(props: { name: string; accept: string; onChoose: (file: File | undefined) => void }) {
  return (
    <label>
      {props.name}
      <input
        type="file"
        accept={props.accept}
        onChange={(event) => props.onChoose(event.currentTarget.files?.[0] ?? undefined)}
      />
    </label>
  );
}

function Outcome({ ok, checks, receipt, against }: Verified) {
  const failed = checks.filter((check) => !check.ok).length;
  return (
    <>
      <Notice
        kind={ok ? 'good' : 'bad'}
        title={ok ? `All ${checks.length} checks hold` : `${failed} of ${checks.length} checks fail`}
      >
        Looked up in {against}.
        {ok && receipt?.developmentKey && (
          <p>
            Its proof is made with a development key, with which anyone can forge: it convinces nobody by
            itself.
          </p>
        )}
        {ok && receipt?.tier === 'Committed' && (
          <p>Committed tier: that each step of the training was computed correctly is not proven.</p>
        )}
      </Notice>
      <ol class="checks">
        {checks.map(({ name, ok: held, detail }) => (
          <li key={name} class={held ? 'held' : 'broken'}>
            <span class="mark" aria-hidden="true">
              {held ? '✓' : '✗'}
            </span>
            <span>
              <span class="unseen">{held ? 'holds:' : 'fails:'} </span>
              {name}
              {detail && <span class="small detail">{detail}</span>}
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}

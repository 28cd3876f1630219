import { useEffect, useState } from 'preact/hooks';
import { connection } from '../chain/rpc.ts';
import { Address, Notice } from '../ui/parts.tsx';

/** Something that was done on this page, and by which transaction. */
export interface Deed {
  readonly what: string;
  readonly signature: string;
}

/** What was done, and what notes more of it. */
export type Doing = readonly [readonly Deed[], (what: string) => (signature: string) => void];

/** What was done stays shown until the page is left, whatever the chain's new state makes of the buttons. */
export function useDone(): Doing {
  const [done, setDone] = useState<readonly Deed[]>([]);
  return [done, (what) => (signature) => setDone((before) => [...before, { what, signature }])];
}

export function DoneList({ done }: { done: readonly Deed[] }) {
  return (
    <>
      {done.map((deed) => (
        <Done key={deed.signature} {...deed} />
      ))}
    </>
  );
}

function Done({ what, signature }: Deed) {
  const [final, setFinal] = useState(false);
  useEffect(() => {
    const timer = setInterval(async () => {
      const found = await connection
        .getSignatureStatus(signature, { searchTransactionHistory: true })
        .catch(() => undefined);
      if (found?.value?.confirmationStatus !== 'finalized') return;
      clearInterval(timer);
      setFinal(true);
    }, 1_000);
    return () => clearInterval(timer);
  }, [signature]);
  return (
    <Notice kind="good" title={`Done: ${what}`}>
      {final ? 'Final: nothing can undo it.' : 'Included; it will be final in some seconds.'} Transaction{' '}
      <Address of={signature} label="the transaction’s signature" />
    </Notice>
  );
}

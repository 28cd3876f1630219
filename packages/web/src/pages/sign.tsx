import { useState } from 'preact/hooks';
import type { DeskEvent } from '../server/desk-events.ts';
import { tellDesk } from '../sign/desk-post.ts';
import { EscrowView } from '../sign/escrow-view.tsx';
import { TrainingView } from '../sign/training-view.tsx';
import { TransactionView } from '../sign/transaction-view.tsx';
import { wordsOf } from '../sign/unsafe.ts';
import { Address, Loading, Notice } from '../ui/parts.tsx';
import { useEvents } from '../ui/use.ts';
import { WalletBar } from '../ui/wallet-bar.tsx';
import { useWallet } from '../wallet/store.ts';

/** Where a program of yours lets you sign with the wallet in this browser. */
export default function SignPage({ id }: { id: string }) {
  const { value, lost } = useEvents<DeskEvent>(`/desk/${id}/events`, 'desk');
  const over = value?.state === 'paid' || value?.state === 'done' || value?.state === 'failed';
  return (
    <>
      <h1 tabIndex={-1}>Sign</h1>
      {lost && !value && (
        <Notice
          kind="bad"
          title="Nobody waits for a signature here"
          next="run cyxwiz job submit --wallet browser on this machine; it opens its own page"
        >
          This page belongs to a program on your own machine. It has ended, or the address is not complete.
        </Notice>
      )}
      {lost && value && !over && (
        <Notice
          kind="warn"
          title="The program that opened this page has ended"
          next="nothing more will happen here; cyxwiz job status JOB says how your job stands"
        />
      )}
      {!value && !lost && <Loading what="Asking the program what there is to sign…" />}
      {value && <Desk id={id} event={value} />}
    </>
  );
}

function Desk({ id, event }: { id: string; event: DeskEvent }) {
  switch (event.state) {
    case 'wallet':
      return <ChooseWallet id={id} what={event.what} pays={event.pays} />;
    case 'preparing':
      return (
        <Loading what={event.pays ? 'The coordinator looks for a node…' : 'Your program prepares it…'} />
      );
    case 'escrow':
      return <EscrowView key={event.offer.job} offer={event.offer} desk={id} />;
    case 'transaction':
      return (
        <TransactionView
          key={event.request}
          desk={id}
          request={event.request}
          wallet={event.wallet}
          encoded={event.transaction}
        />
      );
    case 'paid':
      return (
        <Notice kind="good" title="Paid. The training goes on without this page.">
          <p>
            Job <Address of={event.job} label="the job’s address" />, transaction{' '}
            <Address of={event.signature} label="the transaction’s signature" />. Your program hands the data
            to the node now; keep it running. You can close this page unless it is to sign again.
          </p>
        </Notice>
      );
    case 'resting':
      return (
        <Notice kind="info" title={event.text}>
          Keep this page open: the program may ask again.
        </Notice>
      );
    case 'training':
      return <TrainingView desk={id} training={event.training} />;
    case 'done':
      return (
        <Notice kind="good" title={event.title}>
          {event.text} You can close this page.
        </Notice>
      );
    case 'failed':
      return <Notice kind="bad" title={event.message} next={event.next} />;
  }
}

function ChooseWallet({ id, what, pays }: { id: string; what: string; pays: boolean }) {
  const { account } = useWallet();
  const [failure, setFailure] = useState<unknown>();
  const choose = async () => {
    setFailure(undefined);
    await tellDesk(id, 'wallet', { address: account?.address }).catch(setFailure);
  };
  return (
    <>
      <p>{what}</p>
      <p class="small">
        {pays
          ? 'First say which wallet pays. Connecting shares its address with the program on your machine, and with the coordinator that looks for a node; it signs nothing.'
          : 'First say which wallet signs. Connecting shares its address with the program on your machine; it signs nothing.'}
      </p>
      <WalletBar reason={`Connect the wallet that ${pays ? 'pays' : 'signs'}`} />
      {failure !== undefined && (
        <Notice kind="bad" title={wordsOf(failure).message} next={wordsOf(failure).next} />
      )}
      <button type="button" class="primary" disabled={!account} onClick={choose}>
        {pays ? 'Pay with this wallet' : 'Use this wallet'}
      </button>
    </>
  );
}

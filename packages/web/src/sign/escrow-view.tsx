import { clientRecordAddress } from '@cyxwiz/protocol';
import { useEffect, useState } from 'preact/hooks';
import { readCluster } from '../chain/cluster.ts';
import { compose } from '../chain/compose.ts';
import type { EscrowOffer } from '../server/desk-events.ts';
import { durationText, short } from '../ui/format.ts';
import { Loading, Notice } from '../ui/parts.tsx';
import { useLoaded } from '../ui/use.ts';
import { Changes } from './changes.tsx';
import { tellDesk } from './desk-post.ts';
import { checkEscrowEffects, reviewEscrow } from './escrow.ts';
import { EscrowWords } from './escrow-words.tsx';
import { Signing } from './signing.tsx';
import { wordsOf } from './unsafe.ts';

/** A signature that comes later than this before the reservation ends could find the node given away. */
const LAST_SECONDS = 20;

async function prepare(offer: EscrowOffer) {
  const [cluster, review] = await Promise.all([readCluster(), reviewEscrow(offer)]);
  const { effects, fee } = await compose(offer.wallet, [review.instruction]);
  if (effects.error === undefined) checkEscrowEffects(review, effects);
  return { cluster, review, effects, fee };
}

export function EscrowView({ offer, desk }: { offer: EscrowOffer; desk: string }) {
  const loaded = useLoaded(offer.job, () => prepare(offer));
  const left = useCountdown(offer.reservedUntil);
  const [paid, setPaid] = useState(false);
  if (loaded.state === 'loading')
    return <Loading what="Checking the order, and running it without sending it…" />;
  if (loaded.state === 'failed') {
    const { message, next } = wordsOf(loaded.error);
    return <Notice kind="bad" title={message} next={next} />;
  }
  const { cluster, review, effects, fee } = loaded.value;
  const unit = review.isCyxwiz ? 'CYXWIZ' : short(offer.mint);
  const poor = review.balance < review.price;
  return (
    <>
      <p class="small">
        On {cluster.name}. This page built the transaction by itself from your order and found the
        coordinator’s to be the same, byte for byte.
      </p>
      <EscrowWords review={review} unit={unit} />
      <section class="card">
        <h2>Exactly what changes</h2>
        {effects.error === undefined ? (
          <Changes
            effects={effects}
            wallet={offer.wallet}
            fee={fee}
            names={
              new Map([
                [review.vault, 'The vault'],
                [offer.job, 'The escrow account (its rent)'],
                [clientRecordAddress(offer.wallet).toBase58(), 'Your client record (its rent)'],
              ])
            }
            tokens={new Map([[offer.mint, { decimals: offer.decimals, name: unit }]])}
          />
        ) : (
          <Notice
            kind="bad"
            title={
              poor
                ? `Your wallet does not hold enough ${unit}`
                : 'The chain would refuse this transaction now'
            }
            next={
              poor
                ? `send ${unit} to your wallet, or order less: fewer epochs, a lower priority`
                : 'see that the wallet holds a little SOL, then load this page again'
            }
          />
        )}
      </section>
      <p class={left < 60 ? 'soon' : 'small'} role="timer">
        {left > 0 ? `The node is reserved for ${durationText(left)} more.` : 'The reservation is over.'}
      </p>
      <Signing
        cluster={cluster}
        wallet={offer.wallet}
        label="Sign and pay"
        barred={
          !paid && left < LAST_SECONDS
            ? 'This offer has run out: start the program again for a new one'
            : undefined
        }
        instructions={async () => [review.instruction]}
        check={(now) => checkEscrowEffects(review, now)}
        onConfirmed={(signature) => {
          setPaid(true);
          // Only a hint: the program finds the escrow on the chain without it.
          void tellDesk(desk, 'sent', { signature }).catch(() => undefined);
        }}
      />
    </>
  );
}

function useCountdown(until: number): number {
  const seconds = () => Math.max(0, Math.round((until - Date.now()) / 1000));
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const timer = setInterval(() => setLeft(seconds()), 1_000);
    return () => clearInterval(timer);
  }, [until]);
  return left;
}

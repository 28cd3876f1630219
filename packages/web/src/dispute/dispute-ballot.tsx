import { CYXWIZ_DECIMALS, roundOf } from '@cyxwiz/protocol';
import { Action } from '../act/action.tsx';
import { barredFrom } from '../govern/proposal-acts.tsx';
import { readVoter } from '../govern/read.ts';
import { amountText } from '../ui/format.ts';
import { Loading } from '../ui/parts.tsx';
import { useLoaded } from '../ui/use.ts';
import { WalletBar } from '../ui/wallet-bar.tsx';
import { useWallet } from '../wallet/store.ts';
import { byDispute, type Deed } from './by-dispute.ts';
import type { Case } from './read.ts';

const REFRESH_MS = 4_000;

/** The vote that is under way. */
export function DisputeBallot({ of, deed }: { of: Case; deed: Deed }) {
  const { account } = useWallet();
  if (!account) return <WalletBar reason="Connect the wallet that votes" />;
  return <Ballot key={account.address} wallet={account.address} of={of} deed={deed} />;
}

function Ballot({ wallet, of, deed }: { wallet: string; of: Case; deed: Deed }) {
  const { dispute, address, id } = of;
  const round = roundOf(dispute);
  const loaded = useLoaded(
    `${wallet}:${round}`,
    () => readVoter(wallet, dispute.mint, address, round),
    REFRESH_MS,
  );
  if (loaded.state !== 'ready') return <Loading what="Reading your votes…" />;
  const { vote, lock } = loaded.value;
  if (vote) {
    return (
      <p>
        You voted for the {vote.inFavour ? 'client' : 'node'} with {amountText(vote.weight, CYXWIZ_DECIMALS)}{' '}
        CYXWIZ. A vote cannot be changed.
      </p>
    );
  }
  if ([dispute.client, dispute.nodeOwner, dispute.operator].includes(wallet)) {
    return <p>This wallet is a party of the dispute, so it has no vote.</p>;
  }
  const barred = barredFrom(loaded.value, dispute.openedAt);
  if (barred) return <p>{barred}</p>;
  const weight = amountText(lock?.amount ?? 0n, CYXWIZ_DECIMALS);
  return (
    <>
      {(['client', 'node'] as const).map((side) => (
        <Action
          key={side}
          label={`Vote for the ${side}`}
          words={`Your ${weight} locked CYXWIZ for the ${side}. They stay locked until voting ends, and the vote cannot be changed.`}
          wallet={wallet}
          act={byDispute((actions) => actions.vote(id, side === 'client'))}
          onDone={deed(`voted for the ${side}`)}
        />
      ))}
    </>
  );
}

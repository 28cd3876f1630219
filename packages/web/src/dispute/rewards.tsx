import { CYXWIZ_DECIMALS, closeDisputeVote, type VoteRecord } from '@cyxwiz/protocol';
import { DisputeActions, voteReward } from '@cyxwiz/sdk';
import { Action } from '../act/action.tsx';
import { readVoter } from '../govern/read.ts';
import { amountText } from '../ui/format.ts';
import { Loading } from '../ui/parts.tsx';
import { useLoaded } from '../ui/use.ts';
import { WalletBar } from '../ui/wallet-bar.tsx';
import { useWallet } from '../wallet/store.ts';
import { byDispute, type Deed } from './by-dispute.ts';
import type { Case } from './read.ts';

const REFRESH_MS = 4_000;

/** What the connected wallet’s votes earned. */
export function Rewards({ of, deed }: { of: Case; deed: Deed }) {
  const { account } = useWallet();
  if (!account) return <WalletBar reason="If you voted, connect that wallet" />;
  return (
    <>
      {of.dispute.rounds.map((_, at) =>
        at === 0 || of.dispute.appellant !== null ? (
          <Reward
            key={`${account.address}:${at}`}
            wallet={account.address}
            round={at + 1}
            of={of}
            deed={deed}
          />
        ) : null,
      )}
    </>
  );
}

function Reward(props: { wallet: string; round: number; of: Case; deed: Deed }) {
  const { wallet, round, of, deed } = props;
  const { dispute, address, id } = of;
  const loaded = useLoaded(
    `${wallet}:${round}`,
    () => readVoter(wallet, dispute.mint, address, round),
    REFRESH_MS,
  );
  if (loaded.state !== 'ready') return <Loading what="Reading your votes…" />;
  const { vote } = loaded.value;
  if (!vote) return null;
  const reward = voteReward(dispute, vote);
  const side = vote.inFavour ? 'client' : 'node';
  if (reward === 0n) {
    return (
      <Action
        label="Close the record of my vote"
        words={`Your vote for the ${side} earned nothing; the rent of its record comes back.`}
        act={closeRecord(id, vote)}
        onDone={deed('the record of the vote is closed')}
      />
    );
  }
  return (
    <Action
      label="Take the reward of my vote"
      words={`Your vote for the ${side} won: ${amountText(reward, CYXWIZ_DECIMALS)} CYXWIZ from the treasury, and the rent of its record.`}
      wallet={wallet}
      act={byDispute((actions) => actions.reward(id, round))}
      onDone={deed('the reward is paid')}
    />
  );
}

function closeRecord(id: string, { round, owner, rentPayer }: VoteRecord) {
  return byDisputeRef(id, (ref) => closeDisputeVote(ref, { round, owner, rentPayer }));
}

function byDisputeRef(
  id: string,
  make: (ref: Awaited<ReturnType<DisputeActions['dispute']>>) => ReturnType<typeof closeDisputeVote>,
): Parameters<typeof Action>[0]['act'] {
  return async (actions, { reader, sender, wallet }) =>
    actions.send([make(await new DisputeActions(reader, sender, wallet).dispute(id))]);
}

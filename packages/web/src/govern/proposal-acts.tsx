import { CYXWIZ_DECIMALS, type Proposal, proposalAddress } from '@cyxwiz/protocol';
import type { ProposalStage } from '@cyxwiz/sdk';
import { Action } from '../act/action.tsx';
import type { Doing } from '../act/done.tsx';
import { DoneList } from '../act/done.tsx';
import { amountText } from '../ui/format.ts';
import { Card, Loading } from '../ui/parts.tsx';
import { useLoaded } from '../ui/use.ts';
import { WalletBar } from '../ui/wallet-bar.tsx';
import { useWallet } from '../wallet/store.ts';
import { byProposal } from './by-proposal.ts';
import { ExecuteProposal } from './execute-proposal.tsx';
import { readConfig, readVoter, type Voter } from './read.ts';

const REFRESH_MS = 4_000;
const OVER: readonly ProposalStage[] = [
  'executed',
  'cancelled',
  'defeated',
  'defeated: too few voted',
  'expired',
];

/** Vote, execute, withdraw, close: what is possible now, a button each. */
export function ProposalActs(props: { proposal: Proposal; stage: ProposalStage; now: bigint; doing: Doing }) {
  const { proposal, stage, now } = props;
  const { number, proposer } = proposal;
  const [done, deed] = props.doing;
  return (
    <Card title="What can be done">
      {stage === 'voting' && <Voting proposal={proposal} deed={deed} />}
      {stage === 'carried, to be executed' && <ExecuteProposal number={number} deed={deed} />}
      {stage === 'carried, timelock running' && <p>Nobody can execute it before the timelock is over.</p>}
      {(stage === 'voting' || stage === 'draft') && (
        <Action
          label="Withdraw it"
          words="Its proposer: take it back while it is voted on."
          wallet={proposer}
          act={byProposal((actions) => actions.cancel(number))}
          onDone={deed(`proposal ${number} is withdrawn`)}
        />
      )}
      {OVER.includes(stage) && (stage !== 'cancelled' || now >= proposal.votingEnds) && (
        <Action
          label="Close it"
          words="Anyone: it is over. Its rent goes back to whoever paid it, and your vote’s, if you voted."
          act={byProposal((actions) => actions.close(number))}
          onDone={deed(`proposal ${number} is closed`)}
        />
      )}
      <DoneList done={done} />
    </Card>
  );
}

type Deed = Doing[1];

function Voting({ proposal, deed }: { proposal: Proposal; deed: Deed }) {
  const { account } = useWallet();
  if (!account) return <WalletBar reason="Connect the wallet that votes" />;
  return <Ballot key={account.address} wallet={account.address} proposal={proposal} deed={deed} />;
}

function Ballot({ wallet, proposal, deed }: { wallet: string; proposal: Proposal; deed: Deed }) {
  const { number, openedAt } = proposal;
  const address = proposalAddress(number).toBase58();
  const loaded = useLoaded(
    `${wallet}:${number}`,
    async () => readVoter(wallet, (await readConfig()).cyxwizMint, address),
    REFRESH_MS,
  );
  if (loaded.state !== 'ready') return <Loading what="Reading your votes…" />;
  const { vote } = loaded.value;
  if (vote) {
    return (
      <p>
        You voted {vote.inFavour ? 'for' : 'against'} it with {amountText(vote.weight, CYXWIZ_DECIMALS)}{' '}
        CYXWIZ. A vote cannot be changed.
      </p>
    );
  }
  const barred = barredFrom(loaded.value, openedAt);
  if (barred) return <p>{barred}</p>;
  const weight = amountText(loaded.value.lock?.amount ?? 0n, CYXWIZ_DECIMALS);
  return (
    <>
      {[true, false].map((inFavour) => (
        <Action
          key={String(inFavour)}
          label={`Vote ${inFavour ? 'for' : 'against'} it`}
          words={`Your ${weight} locked CYXWIZ ${inFavour ? 'for' : 'against'} it. They stay locked until voting ends, and the vote cannot be changed.`}
          wallet={wallet}
          act={byProposal((actions) => actions.vote(number, inFavour))}
          onDone={deed(`voted ${inFavour ? 'for' : 'against'} proposal ${number}`)}
        />
      ))}
    </>
  );
}

/** Why tokens do not count in a matter that was opened at `openedAt`; undefined: they do. */
export function barredFrom({ lock }: Voter, openedAt: bigint): string | undefined {
  if (!lock || lock.amount === 0n) {
    return 'This wallet has no tokens locked. What you lock now votes on whatever is opened after that, not on this.';
  }
  if (lock.since < openedAt) return undefined;
  return 'This wallet’s tokens were locked, or added to, after this was opened; so they do not count here, but in whatever is opened next.';
}

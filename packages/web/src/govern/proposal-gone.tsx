import { proposalAddress } from '@cyxwiz/protocol';
import { Action } from '../act/action.tsx';
import { type Doing, DoneList } from '../act/done.tsx';
import type { Setting } from '../rest/governance.ts';
import { Card, Notice } from '../ui/parts.tsx';
import { useLoaded } from '../ui/use.ts';
import { WalletBar } from '../ui/wallet-bar.tsx';
import { useWallet } from '../wallet/store.ts';
import { byProposal } from './by-proposal.ts';
import { ChangesTable } from './changes-table.tsx';
import { readConfig, readVoter } from './read.ts';

const REFRESH_MS = 4_000;

interface Props {
  readonly number: bigint;
  /** What it changed, as the coordinator remembers. */
  readonly setting: Setting | undefined;
  readonly doing: Doing;
}

/** A number without a proposal: what is left of one that was closed. */
export function ProposalGone({ number, setting, doing: [done, deed] }: Props) {
  const { account } = useWallet();
  return (
    <>
      <Notice
        kind="info"
        title={`There is no proposal ${number} on this chain`}
        next="go back to the proposals"
      >
        It is closed, or its number was never given.
      </Notice>
      {setting && (
        <Card title="What it changed">
          <ChangesTable changes={setting.changes} caption="When it was executed" />
        </Card>
      )}
      <Card title="Your vote on it">
        <WalletBar reason="If you voted, connect that wallet" />
        {account && <OwnVote key={account.address} wallet={account.address} number={number} deed={deed} />}
        <DoneList done={done} />
      </Card>
    </>
  );
}

/** The record of a vote outlives its proposal, and holds a rent. */
function OwnVote({ wallet, number, deed }: { wallet: string; number: bigint; deed: Doing[1] }) {
  const address = proposalAddress(number).toBase58();
  const loaded = useLoaded(
    `${wallet}:${number}`,
    async () => readVoter(wallet, (await readConfig()).cyxwizMint, address),
    REFRESH_MS,
  );
  if (loaded.state !== 'ready') return null;
  if (!loaded.value.vote) return <p>Nothing of this wallet’s is left of it.</p>;
  return (
    <Action
      label="Close the record of my vote"
      words="The rent of its record comes back to whoever paid it."
      act={byProposal((actions) => actions.close(number))}
      onDone={deed('the record of the vote is closed')}
    />
  );
}
